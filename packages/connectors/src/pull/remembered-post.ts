import { z } from "zod";
import { type InboundKind, kinds, type ObservationRecord } from "../contract/records.ts";

const totalsSchema = z.partialRecord(z.enum(kinds).exclude(["post", "linkPost", "linkReshare"]), z.number());
export type Totals = z.infer<typeof totalsSchema>;

/** What a cursor keeps of a recent post, so that only changes are told. */
export const rememberedPostSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** When `totals` were read last, epoch milliseconds. */
  seenAt: z.number(),
  totals: totalsSchema,
  /** The totals up to which named reactions were read. */
  read: totalsSchema,
  /** When they were read, epoch milliseconds; null for never. */
  readAt: z.number().nullable(),
  /** The owner's own comments, which are not reactions. */
  ownComments: z.number(),
});
export type RememberedPost = z.infer<typeof rememberedPostSchema>;

export interface ObserveInput {
  postNativeId: string;
  totals: Totals;
  before: RememberedPost | undefined;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The observations that a reading adds. A total that did not change adds none; when it changes later, the last reading
 * that still had the old total is told as well, so that the increment is dated after it.
 */
export function observe({ postNativeId, totals, before, now }: ObserveInput): ObservationRecord[] {
  return totalEntries(totals).flatMap(([kind, total]) => {
    const old = before?.totals[kind];
    if (old === total) return [];
    const current = { postNativeId, kind, observedAt: now, total };
    if (before === undefined || old === undefined || before.seenAt >= now) return [current];
    return [{ postNativeId, kind, observedAt: before.seenAt, total: old }, current];
  });
}

/** The totals that were given, without those that the network left out. */
export const totalEntries = (totals: Totals): [InboundKind, number][] =>
  inboundKinds.flatMap((kind) => {
    const total = totals[kind];
    return total === undefined ? [] : [[kind, total] satisfies [InboundKind, number]];
  });

const inboundKinds = totalsSchema.keyType.options;
