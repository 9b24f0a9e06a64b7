import { duration } from "./format-duration.ts";
import { type Clock, instantLabel } from "./format-instant.ts";

/** Farther away than this nobody plans by the hour, ms. */
const farMs = 60 * 86_400_000;

export interface SafeUntil {
  text: string;
  /** How long from now, e.g. `2 days`; null where it is not a span. */
  inText: string | null;
}

/** Until when a client is at or above its target if nothing more happens. `fallsAt` in epoch ms, Infinity = never, null = not known. */
export const safeUntil = ({ fallsAt, status }: { fallsAt: number | null; status: string }, clock: Clock): SafeUntil => {
  if (status === "unscored" || fallsAt === null) return { text: "–", inText: null };
  if (fallsAt <= clock.now) return { text: "below now", inText: null };
  if (fallsAt === Number.POSITIVE_INFINITY) return { text: "for years", inText: null };
  if (fallsAt - clock.now > farMs) return { text: `over ${duration(farMs)}`, inText: null };
  return { text: instantLabel(fallsAt, clock), inText: duration(fallsAt - clock.now) };
};
