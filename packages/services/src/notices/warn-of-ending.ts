import { networkById } from "@headroom/connectors";
import { and, asc, channels, clients, connections, type Database, eq, gt, lte, ne } from "@headroom/db";
import { agencyZone } from "../algorithms/agency-zone.ts";
import type { Io, SystemContext } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";
import { tell } from "./tell.ts";

/** People are told so long before a sign-in ends, ms: a week holds a working day of everybody's. */
const warnMs = 7 * 86_400_000;

/** Tells of sign-ins that end soon and that no renewal keeps alive: once for each end, however many channels hang on it. */
export const warnOfEnding = (db: Database, io: Io): Promise<void> =>
  inEachAgency(db, (tx, agencyId) => warn({ db: tx, agencyId, io }));

const warn = async (ctx: SystemContext): Promise<void> => {
  const ending = await endingSoon(ctx);
  if (ending.length === 0) return;
  const zone = await agencyZone(ctx);
  for (const [connectionId, rows] of Map.groupBy(ending, ({ connection }) => connection.id)) {
    const [first] = rows;
    if (first === undefined) continue;
    const { connection, channel, client } = first;
    const titles = rows.map((row) => row.channel.title).join(", ");
    const at = networkById(connection.network)?.title ?? connection.network;
    await tell(ctx, {
      clientId: connection.clientId,
      kind: "sign-in-ends",
      about: `${connectionId} ${connection.endsAt?.getTime()}`,
      text: `The sign-in of ${titles} at ${at} for ${client} ends on ${dayOf(connection.endsAt, zone)}. Sign in again before: nothing is lost.`,
      path: `/clients/${connection.clientId}/connect?channel=${channel.id}`,
    });
  }
};

/** What is held is told as that already. */
const endingSoon = ({ db, agencyId, io }: SystemContext) => {
  const now = io.now();
  return db
    .select({
      connection: {
        id: connections.id,
        clientId: connections.clientId,
        network: connections.network,
        endsAt: connections.expiresAt,
      },
      channel: { id: channels.id, title: channels.title },
      client: clients.name,
    })
    .from(connections)
    .innerJoin(channels, and(eq(channels.agencyId, connections.agencyId), eq(channels.connectionId, connections.id)))
    .innerJoin(clients, and(eq(clients.agencyId, connections.agencyId), eq(clients.id, connections.clientId)))
    .where(
      and(
        eq(connections.agencyId, agencyId),
        gt(connections.expiresAt, new Date(now)),
        lte(connections.expiresAt, new Date(now + warnMs)),
        ne(channels.state, "disconnected"),
        ne(channels.state, "held"),
      ),
    )
    .orderBy(asc(channels.title), asc(channels.id));
};

const dayOf = (at: Date | null, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(at ?? undefined);
