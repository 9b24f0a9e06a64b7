import { type Database, networkGates, sql } from "@headroom/db";
import { longestWaitMs } from "@headroom/net";
import type { Gate } from "./gates-of.ts";

/** Failures of a server in a row after which nothing is asked for a while. */
const failuresUntilBroken = 5;
const firstBreakMs = 60_000;
const longestBreakMs = 30 * 60_000;
/** A request that looks whether a server is back has so long, ms, before another may look. */
const probeMs = 60_000;

export interface PassGate {
  gate: Pick<Gate, "key" | "costMs" | "burstMs">;
  /** Epoch ms. */
  now: number;
  /** How long the caller would wait for its turn, ms. */
  patienceMs: number;
}

/** `passed`: from `waitMs` on; `fullAt` names the turn. `shut`: the limit is used up or the network asked for a pause. `broken`: the server fails again and again. */
export type Passage =
  | { is: "passed"; waitMs: number; fullAt: string; failures: number; isProbe: boolean }
  | { is: "shut" | "broken"; forMs: number };

/**
 * Takes one request's share of a limit, or nothing where that would take longer than the caller waits. One statement, so
 * that processes on several machines cannot both take the last one (the generic cell rate algorithm: the row holds the
 * instant at which the whole burst is free again).
 */
export const passGate = async (db: Database, { gate, now, patienceMs }: PassGate): Promise<Passage> => {
  const { key, costMs, burstMs } = gate;
  const [row] = await db.global.execute<{ full: number; turn: string; failures: number; probe: boolean }>(sql`
    insert into network_gates as g (key, full_at) values (${key}, ${at(now + costMs)})
    on conflict (key) do update set
      full_at = greatest(g.full_at, ${at(now)}) + make_interval(secs => ${costMs}::float8 / 1000),
      broken_until = case when g.broken_until is null then null else ${at(now + probeMs)} end
    where (g.closed_until is null or g.closed_until <= ${at(now)})
      and (g.broken_until is null or g.broken_until <= ${at(now)})
      and greatest(g.full_at, ${at(now)}) <= ${at(now + burstMs + patienceMs - costMs)}
    returning (extract(epoch from g.full_at) * 1000)::float8 as full, g.full_at::text as turn, g.failures, g.broken_until is not null as probe`);
  if (row === undefined) return refusal(db, { gate, now });
  const waitMs = Math.max(0, Math.ceil(row.full - now - burstMs));
  return {
    is: "passed",
    waitMs: costMs === 0 ? 0 : waitMs,
    fullAt: row.turn,
    failures: row.failures,
    isProbe: row.probe,
  };
};

/** A turn that is not used after all, unless somebody stands behind it: moved up, they would come too close together. */
export const giveBack = async (
  db: Database,
  { gate: { key, costMs }, fullAt }: { gate: Pick<Gate, "key" | "costMs">; fullAt: string },
): Promise<void> => {
  await db.global.execute(sql`
    update network_gates set full_at = full_at - make_interval(secs => ${costMs}::float8 / 1000)
    where key = ${key} and full_at = ${fullAt}::timestamptz`);
};

const refusal = async (db: Database, { gate, now }: Pick<PassGate, "gate" | "now">): Promise<Passage> => {
  const [row] = await db.global.execute<{ full: number; closed: number | null; broken: number | null }>(sql`
    select (extract(epoch from full_at) * 1000)::float8 as full, (extract(epoch from closed_until) * 1000)::float8 as closed,
      (extract(epoch from broken_until) * 1000)::float8 as broken
    from network_gates where key = ${gate.key}`);
  const left = (until: number | null | undefined) => Math.max(0, Math.ceil((until ?? 0) - now));
  if (left(row?.broken) > 0) return { is: "broken", forMs: left(row?.broken) };
  return { is: "shut", forMs: Math.max(1, left(row?.closed), left((row?.full ?? 0) + gate.costMs - gate.burstMs)) };
};

/** The network's own word: nothing before `until`, or for a month at most. An earlier instant changes nothing. */
export const closeGates = async (
  db: Database,
  { keys, until, now }: { keys: readonly string[]; until: number; now: number },
): Promise<void> => {
  const end = at(Math.min(until, now + longestWaitMs));
  for (const key of keys) {
    await db.global.execute(sql`
      insert into network_gates as g (key, full_at, closed_until) values (${key}, ${at(now)}, ${end})
      on conflict (key) do update set closed_until = greatest(g.closed_until, excluded.closed_until)`);
  }
};

/** Counts a failure of the server; returns for how long nothing is asked now, ms, or null while it is tried on. */
export const noteFailure = async (
  db: Database,
  { key, now, isProbe }: { key: string; now: number; isProbe: boolean },
): Promise<number | null> => {
  // Requests that were under way when it broke tell nothing new.
  const [row] = await db.global.execute<{ broken: number | null }>(sql`
    update network_gates set failures = failures + 1, broken_until = case
      when failures + 1 < ${failuresUntilBroken} then null
      else ${at(now)} + make_interval(secs => least(${longestBreakMs}::float8,
        ${firstBreakMs}::float8 * 2 ^ least(failures + 1 - ${failuresUntilBroken}, 16)) / 1000) end
    where key = ${key} and (${isProbe} or broken_until is null)
    returning (extract(epoch from broken_until) * 1000)::float8 as broken`);
  return row?.broken == null ? null : Math.ceil(row.broken - now);
};

/** The server answers again. */
export const noteSuccess = async (db: Database, key: string): Promise<void> => {
  await db.global
    .update(networkGates)
    .set({ failures: 0, brokenUntil: null })
    .where(sql`${networkGates.key} = ${key} and ${networkGates.failures} > 0`);
};

const at = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;
