import { channels, clients, type Database, inAgency, users } from "@headroom/db";
import {
  type Batch,
  type BatchSignal,
  createAgency,
  emptyBatch,
  type Io,
  type SystemContext,
} from "@headroom/services";
import { offlineIo } from "../offline-io.ts";

export const dayMs = 86_400_000;
/** A fixed "now": the bench needs no clock. */
export const benchNow = Date.UTC(2026, 5, 15, 12);

export const benchIo = (): Io => offlineIo(() => benchNow);

export const enter = <T>(db: Database, agencyId: string, work: (ctx: SystemContext) => Promise<T>): Promise<T> =>
  inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io: benchIo() }));

export const newAgency = async (db: Database): Promise<string> => {
  const [user] = await db.global
    .insert(users)
    .values({ email: `${crypto.randomUUID()}@bench.example` })
    .returning({ id: users.id });
  if (user === undefined) throw new Error("no user");
  const input = { name: `Bench ${crypto.randomUUID()}`, timeZone: "UTC", defaultTarget: 40 };
  const { id } = await createAgency(db, {
    founder: { userId: user.id, name: "Bench" },
    input,
    now: benchNow - 100 * dayMs,
  });
  return id;
};

export const newChannel = (
  db: Database,
  agencyId: string,
  clientId: string = crypto.randomUUID(),
): Promise<{ clientId: string; channelId: string }> =>
  enter(db, agencyId, async ({ db: tx }) => {
    const channelId = crypto.randomUUID();
    const knows = Object.fromEntries(
      ["post", "linkPost", "like", "reshare", "comment", "mention"].map((kind) => [kind, 0]),
    );
    await tx.insert(clients).values({ agencyId, id: clientId, name: clientId });
    await tx
      .insert(channels)
      .values({ agencyId, id: channelId, clientId, network: "mastodon", nativeId: channelId, title: "bench", knows });
    return { clientId, channelId };
  });

const kinds = ["like", "like", "like", "reshare", "comment"] as const;

/** `count` named reactions to `posts` posts, evenly spread over `days` up to now; one actor in `actors`. */
export const reactions = ({
  count,
  posts,
  days,
  actors,
}: {
  count: number;
  posts: number;
  days: number;
  actors: number;
}): BatchSignal[] =>
  Array.from({ length: count }, (_, i) => ({
    nativeKey: `like:${i}`,
    kind: kinds[i % kinds.length] ?? "like",
    at: Math.floor(benchNow - days * dayMs + ((i + 1) / (count + 1)) * days * dayMs),
    count: 1,
    // Spread by a prime, so that repeats fall on different days as well.
    actor: `actor-${(i * 7_919) % actors}`,
    postNativeId: `post-${Math.floor((i / count) * posts)}`,
  }));

export const benchPosts = ({ posts, days }: { posts: number; days: number }): Batch => ({
  ...emptyBatch,
  posts: Array.from({ length: posts }, (_, i) => ({
    nativeId: `post-${i}`,
    at: Math.floor(benchNow - days * dayMs + (i / posts) * days * dayMs),
    url: null,
    text: "",
    carriesLink: i % 3 === 0,
  })),
});
