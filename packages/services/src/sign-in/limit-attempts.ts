import { type Database, eq, lt, rateLimits, sql } from "@headroom/db";
import { ServiceError } from "../context/errors.ts";

export interface AttemptLimit {
  /** What is counted, e.g. `password:ana@example.test`. */
  key: string;
  most: number;
  windowMs: number;
  now: number;
}

/** Counts an attempt; throws `too-many` once `most` were made within the window. Holds across processes. */
export const limitAttempts = async (db: Database, { most, ...attempt }: AttemptLimit): Promise<void> => {
  const { count, endsAt } = await countWithin(db, attempt);
  if (count <= most) return;
  const retryAfterMs = Math.max(0, endsAt - attempt.now);
  throw new ServiceError("too-many", `Too many attempts. Try again in ${Math.ceil(retryAfterMs / 60_000)} min.`, {
    retryAfterMs,
  });
};

/** How often this has been counted since its window began, this time among them, and when that ends, epoch ms. */
export const countWithin = async (
  db: Database,
  { key, windowMs, now }: Omit<AttemptLimit, "most">,
): Promise<{ count: number; endsAt: number }> => {
  const [row] = await db.global.execute<{ count: number; ends: number }>(sql`
    insert into rate_limits as r (key, count, window_ends_at)
    values (${key}, 1, to_timestamp(${now + windowMs}::float8 / 1000))
    on conflict (key) do update set
      count = case when r.window_ends_at <= to_timestamp(${now}::float8 / 1000) then 1 else r.count + 1 end,
      window_ends_at = case when r.window_ends_at <= to_timestamp(${now}::float8 / 1000) then excluded.window_ends_at else r.window_ends_at end
    returning count, (extract(epoch from window_ends_at) * 1000)::float8 as ends`);
  return { count: row?.count ?? 1, endsAt: row?.ends ?? now + windowMs };
};

/** Forgets the attempts: somebody who got in was not guessing. */
export const forgetAttempts = async (db: Database, key: string): Promise<void> => {
  await db.global.delete(rateLimits).where(eq(rateLimits.key, key));
};

/** Deletes counts whose window has passed, whoever they were about. */
export const sweepAttempts = async (db: Database, now: number): Promise<void> => {
  await db.global.delete(rateLimits).where(lt(rateLimits.windowEndsAt, new Date(now)));
};
