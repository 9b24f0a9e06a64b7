import { inAgency, sql } from "@headroom/db";
import { type Entry, rebuild } from "@headroom/services";

/** The greatest difference, in points, between scores kept step by step and scores made anew from what is stored. */
export const driftOf = async ({ db, io, agencyId }: Entry): Promise<number> => {
  const scores = async () => {
    const rows = await inAgency(db, { agencyId }, (tx) =>
      tx.execute<{ key: string; score: number }>(sql`
        select client_id::text || ' ' || extract(epoch from at)::text as key, score::float8 as score from score_points
        where agency_id = ${agencyId}::uuid`),
    );
    return new Map([...rows].map(({ key, score }) => [key, score]));
  };
  const before = await scores();
  await inAgency(db, { agencyId }, (tx) => rebuild({ ctx: { db: tx, agencyId, io }, input: {} }));
  const after = await scores();
  const both = [...before].filter(([key]) => after.has(key));
  if (both.length === 0) throw new Error("scores were lost while they were made anew");
  return Math.max(...both.map(([key, score]) => Math.abs(score - (after.get(key) ?? Number.POSITIVE_INFINITY))));
};
