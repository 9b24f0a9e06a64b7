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
  followers: z.number().nullable(),
  tail: z.json(),
});

export interface TimelineState {
  known: number | null;
  walk: { top: number | null; next: string } | null;
  recent: Map<string, RememberedPost>;
  followers: number | null;
  tail: JsonValue;
}

/** The state in a cursor; a fresh one for null and for a cursor of another version, since repeats add nothing. */
export function readCursor(cursor: Cursor | null): TimelineState {
  const parsed = cursorSchema.safeParse(cursor);
  if (!parsed.success) return { known: null, walk: null, recent: new Map(), followers: null, tail: null };
  const { known, walk, recent, followers, tail } = parsed.data;
  return { known, walk, recent: new Map(Object.entries(recent)), followers, tail };
}

/** The state as JSON, with posts older than `horizon` (epoch milliseconds) and beyond `limit` forgotten. */
export function writeCursor(state: TimelineState, { horizon, limit }: { horizon: number; limit: number }): Cursor {
  const newest = [...state.recent]
    .filter(([, remembered]) => remembered.at >= horizon)
    .toSorted(([, a], [, b]) => b.at - a.at)
    .slice(0, limit);
  return cursorSchema.parse({ ...state, version: 1, recent: Object.fromEntries(newest) });
}
