import { networkById } from "@headroom/connectors";
import { clients, eq, spendingCaps, sql } from "@headroom/db";
import type { Call } from "../context/context.ts";
import { requireManager } from "../networks/require-manager.ts";
import { monthOfInstant } from "./month.ts";

export interface Spending {
  /** The month that runs, `2026-11-01` (UTC). */
  month: string;
  /** US dollars; null: no cap is set, so nothing may be spent. */
  cap: number | null;
  spent: number;
  /** Set aside for calls under way, dollars. */
  reserved: number;
  clients: { clientId: string; name: string; cap: number | null; spent: number; reserved: number }[];
  items: { network: string; networkTitle: string; what: string; count: number; spent: number }[];
}

interface Row extends Record<string, unknown> {
  client_id: string;
  network: string;
  what: string;
  count: number;
  micros: number;
  reserved: number;
}

/** What paid networks have cost this month, live. */
export const getSpending = async ({ ctx }: Call<undefined>): Promise<Spending> => {
  requireManager(ctx.actor);
  const { db, agencyId } = ctx;
  const month = monthOfInstant(ctx.io.now());
  const rows = await db.execute<Row>(sql`
    select client_id, network, what, count::float8 as count, micros::float8 as micros, reserved_micros::float8 as reserved
    from spending where agency_id = ${agencyId}::uuid and month = ${month}::date order by micros desc`);
  const caps = await db.select().from(spendingCaps).where(eq(spendingCaps.agencyId, agencyId));
  const names = await db
    .select({
      id: clients.id,
      name: sql<string>`case when ${clients.ownerId} is null or ${clients.shared} then ${clients.name} else 'a member’s own client' end`,
    })
    .from(clients)
    .where(eq(clients.agencyId, agencyId));
  const capOf = (id: string) => {
    const cap = caps.find(({ subjectId }) => subjectId === id);
    return cap === undefined ? null : dollars(cap.monthlyMicros);
  };
  const sum = (of: readonly Row[], part: "micros" | "reserved") => dollars(of.reduce((all, row) => all + row[part], 0));
  const ids = new Set([
    ...rows.map((row) => row.client_id),
    ...names.filter(({ id }) => capOf(id) !== null).map(({ id }) => id),
  ]);
  return {
    month,
    cap: capOf(agencyId),
    spent: sum(rows, "micros"),
    reserved: sum(rows, "reserved"),
    clients: [...ids].map((clientId) => {
      const own = rows.filter((row) => row.client_id === clientId);
      return {
        clientId,
        name: names.find(({ id }) => id === clientId)?.name ?? "a deleted client",
        cap: capOf(clientId),
        spent: sum(own, "micros"),
        reserved: sum(own, "reserved"),
      };
    }),
    items: itemsOf(rows),
  };
};

const dollars = (micros: number): number => micros / 1_000_000;

const itemsOf = (rows: readonly Row[]): Spending["items"] => {
  const items = new Map<string, Spending["items"][number]>();
  for (const { network, what, count, micros } of rows) {
    const key = `${network} ${what}`;
    const item = items.get(key) ?? {
      network,
      networkTitle: networkById(network)?.title ?? network,
      what,
      count: 0,
      spent: 0,
    };
    items.set(key, { ...item, count: item.count + count, spent: item.spent + dollars(micros) });
  }
  return [...items.values()];
};
