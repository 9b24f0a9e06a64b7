import { type Database, inAgency, members, sql } from "@headroom/db";
import { clientRowsQuery, enterAgency, ingest, ListClientsInput, listClients } from "@headroom/services";
import { benchIo, benchNow, benchPosts, enter, newAgency, newChannel, reactions } from "./bench-agency.ts";
import { type Figure, median, timed } from "./figure.ts";

const clientCount = 1_000;
const signalsEach = 1_000;
const days = 20;
const rounds = 15;

/** The Clients query for 1 000 clients with 1 000 000 signals stored, against the bare SQL that fetches the same rows. */
export const measureClients = async (db: Database, say: (line: string) => void): Promise<Figure> => {
  const agencyId = await newAgency(db);
  say(`filling ${clientCount} clients with ${signalsEach} signals each`);
  const signals = reactions({ count: signalsEach, posts: 40, days, actors: 400 });
  for (let i = 0; i < clientCount; i++) {
    const { channelId } = await newChannel(db, agencyId);
    await enter(db, agencyId, (ctx) =>
      ingest({ ctx, input: { channelId, batch: { ...benchPosts({ posts: 40, days }), signals } } }),
    );
  }
  await db.global.execute(sql`vacuum analyze`);
  const [owner] = await inAgency(db, { agencyId }, (tx) => tx.select().from(members));
  if (owner === undefined) throw new Error("no owner");
  const actor = {
    userId: owner.userId,
    memberId: owner.id,
    role: owner.role,
    name: owner.name,
    timeZone: owner.timeZone,
  };
  const input = ListClientsInput.parse({});
  const whole: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < rounds; i++) {
    bare.push(
      await timed(() =>
        inAgency(db, { agencyId, userId: actor.userId }, (tx) =>
          tx.execute(clientRowsQuery(agencyId, { where: undefined, now: benchNow })),
        ),
      ),
    );
    whole.push(
      await timed(() => enterAgency({ db, io: benchIo(), agencyId, actor }, (ctx) => listClients({ ctx, input }))),
    );
  }
  const wholeMs = median(whole);
  return {
    name: "Clients query, 1 000 clients, 1 000 000 signals, against its bare SQL",
    value: `${wholeMs.toFixed(1)} ms`,
    ratio: wholeMs / median(bare),
    bound: { most: 1.5 },
  };
};
