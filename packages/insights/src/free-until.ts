import { type Clock, instantLabel } from "./format-instant.ts";
import { count } from "./format-points.ts";

export interface FreeUntil {
  /** The one sentence at the top of the queue. */
  headline: string;
  detail: string;
  /** Epoch ms; null when there is no such instant. */
  at: number | null;
}

export interface Standing {
  name: string;
  score: number | null;
  target: number | null;
  /** Epoch ms; Infinity = never, null = not known. */
  fallsAt: number | null;
}

/** Until when nobody has to post for any of these clients. Those below target already are said apart: posting may not lift them today. */
export const freeUntil = (clients: readonly Standing[], clock: Clock): FreeUntil => {
  const scored = clients.filter((client) => client.score !== null && client.target !== null && client.fallsAt !== null);
  const below = scored.filter(({ fallsAt }) => (fallsAt ?? 0) <= clock.now);
  const above = scored.filter(({ fallsAt }) => (fallsAt ?? 0) > clock.now);
  const next = above.toSorted((a, b) => (a.fallsAt ?? 0) - (b.fallsAt ?? 0))[0];
  const belowText =
    below.length === 0 ? "" : `${count(below.length, "client")} ${below.length === 1 ? "is" : "are"} below target now.`;
  if (next === undefined) return nobodyFalls({ scored: scored.length, below: below.length, belowText });
  if (next.fallsAt === Number.POSITIVE_INFINITY) {
    return { headline: "You are free: no client will fall below target by itself.", detail: belowText, at: null };
  }
  const at = next.fallsAt ?? clock.now;
  const fall = `${next.name} falls below its target if nothing more happens.`;
  if (below.length === 0)
    return { headline: `You are free until ${instantLabel(at, clock)}`, detail: `Then ${fall}`, at };
  const needs = `${count(below.length, "client")} ${below.length === 1 ? "needs" : "need"} a post now`;
  const others = above.length === 1 ? "For the other one" : `For the ${above.length} others`;
  return { headline: needs, detail: `${others} you are free until ${instantLabel(at, clock)}: then ${fall}`, at };
};

const nobodyFalls = ({ scored, below, belowText }: { scored: number; below: number; belowText: string }): FreeUntil => {
  if (scored === 0)
    return {
      headline: "Nothing to watch yet",
      detail: "Connect a channel to a client, or import a file, and the clock starts.",
      at: null,
    };
  return {
    headline: below === scored ? "Every client here is below target" : "You are free",
    detail: belowText,
    at: null,
  };
};
