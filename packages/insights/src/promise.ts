import { type Attainment, attainment, type Burn, breaksAt, burnOf, type Stretch } from "@headroom/scoring";
import { monthOf, weekOf } from "./week-of.ts";

export type PromiseWindow = "week" | "month";

/** What a promise follows from. Instants in epoch ms, scores in points. */
export interface PromiseFacts {
  target: { value: number; share: number; window: PromiseWindow };
  /** The client's, in which weeks and months begin. */
  zone: string;
  now: number;
  /** The instant whose week or month is meant; now, if left out. */
  at?: number;
  score: number;
  /** When the score falls below the target if nothing more happens; Infinity = never, now = it is below already. Earlier: a fall that has come to pass since. */
  fallsAt: number;
  /** At least those of the window that runs. */
  crossings: readonly { at: number; direction: "below" | "above" }[];
  /** Since when there is both a score and a target. */
  since: number;
  restWindows: readonly Stretch[];
}

/** How a promise stands in the week or month that runs. */
export interface PromiseStanding {
  window: Stretch & { kind: PromiseWindow };
  /** Where the counting begins: the window's start, or later where there was no score or target before. */
  countedFrom: number;
  /** The share promised, 0 to 1. */
  share: number;
  /** All of the time. */
  whole: Attainment;
  /** Agreed rest left out; null where none lies in the window. */
  exceptRest: Attainment | null;
  /** Of the promise as agreed: rest left out. */
  burn: Burn;
  /** When the promise breaks if nothing more happens; null: not in this window, or broken already. */
  breaksAt: number | null;
}

/** Null before the window in which score and target first met. */
export const promiseStanding = (facts: PromiseFacts): PromiseStanding | null => {
  const { target, zone, now, fallsAt, score, since } = facts;
  const window = { kind: target.window, ...windowOf(target.window, facts.at ?? now, zone) };
  const countedFrom = Math.max(window.from, since);
  if (countedFrom >= window.to) return null;
  const isBelow = score < target.value || fallsAt <= now;
  const asked = {
    crossings: withPassedFall(facts),
    isBelow,
    window: { from: countedFrom, to: window.to },
    now,
    share: target.share,
  };
  const restWindows = facts.restWindows.filter((rest) => rest.to > countedFrom && rest.from < window.to);
  const agreed = { ...asked, restWindows };
  return {
    window,
    countedFrom,
    share: target.share,
    whole: attainment(asked),
    exceptRest: restWindows.length === 0 ? null : attainment(agreed),
    burn: burnOf(agreed),
    breaksAt: breaksAt({ ...agreed, fallsAt }),
  };
};

/** Of the promise as agreed: agreed rest does not count where there is any. */
export const agreedAttainment = ({ exceptRest, whole }: PromiseStanding): Attainment => exceptRest ?? whole;

/** The newest window asked for of each kind and zone: a list asks for the same one a thousand times, and calendars are slow. */
const windows = new Map<string, Stretch>();

const windowOf = (kind: PromiseWindow, at: number, zone: string): Stretch => {
  const key = `${kind} ${zone}`;
  const known = windows.get(key);
  if (known !== undefined && at >= known.from && at < known.to) return known;
  const { from, to } = kind === "week" ? weekOf(at, zone) : monthOf(at, zone);
  windows.set(key, { from, to });
  return { from, to };
};

/** A fall that was foreseen and has come to pass is a crossing, though nothing was recorded since. */
const withPassedFall = ({ crossings, fallsAt, now }: PromiseFacts): PromiseFacts["crossings"] => {
  const last = crossings.findLast(({ at }) => at <= now);
  if (fallsAt >= now || last?.direction === "below" || (last !== undefined && last.at > fallsAt)) return crossings;
  return [...crossings, { at: fallsAt, direction: "below" }];
};
