import { z } from "zod";
import type { Cursor, JsonValue } from "../contract/records.ts";
import { type RememberedPost, rememberedPostSchema } from "./remembered-post.ts";

const cursorSchema = z.object({
  version: z.literal(1),
  /** Every post up to here (epoch milliseconds) has been handed over; null before the first walk ended. */
  known: z.number().nullable(),
  /** A walk that was interrupted: where it goes on, and what `known` becomes when it ends. */
  walk: z.object({ top: z.number().nullable(), next: z.string() }).nullable(),
  recent: z.record(z.string(), rememberedPostSchema),
  /** The newest post that was handed over. */
  knownId: z.string().nullable().default(null),
  followers: z.number().nullable(),
  /** When they were asked for last. */
  followersAt: z.number().nullable().default(null),
  tail: z.json(),
});

export interface TimelineState {
  known: number | null;
  walk: { top: number | null; next: string } | null;
  recent: Map<string, RememberedPost>;
  knownId: string | null;
  followers: number | null;
  followersAt: number | null;
  tail: JsonValue;
}

const unknown = { known: null, knownId: null, walk: null, followers: null, followersAt: null, tail: null };

/** The state in a cursor; a fresh one for null and for a cursor of another version, since repeats add nothing. */
export function readCursor(cursor: Cursor | null): TimelineState {
  const parsed = cursorSchema.safeParse(cursor);
  if (!parsed.success) {
    return { ...unknown, recent: new Map() };
  }
  const { version: _, recent, ...rest } = parsed.data;
  return { ...rest, recent: new Map(Object.entries(recent)) };
}

/** The state as JSON, with posts older than `horizon` (epoch milliseconds) and beyond `limit` forgotten. */
export function writeCursor(state: TimelineState, { horizon, limit }: { horizon: number; limit: number }): Cursor {
  const newest = [...state.recent]
    .filter(([, remembered]) => remembered.at >= horizon)
    .toSorted(([, a], [, b]) => b.at - a.at)
    .slice(0, limit);
  return cursorSchema.parse({ ...state, version: 1, recent: Object.fromEntries(newest) });
}
