import type { Attainment, Burn } from "@headroom/scoring";
import { duration } from "./format-duration.ts";
import { type Clock, instantLabel } from "./format-instant.ts";
import { agreedAttainment, type PromiseStanding } from "./promise.ts";
import { shareText } from "./report-words.ts";

/** Shape, word and tone of a warning: never colour alone. The tones are those of a client's status. */
export const burnLook: Readonly<
  Record<Burn, { word: string; shape: "triangle-down" | "diamond" | "ring" | "disc"; tone: "bad" | "warn" | "good" }>
> = {
  broken: { word: "Promise broken", shape: "triangle-down", tone: "bad" },
  fast: { word: "Burning fast", shape: "triangle-down", tone: "bad" },
  slow: { word: "Burning", shape: "diamond", tone: "warn" },
  none: { word: "Kept so far", shape: "disc", tone: "good" },
};

/** How a promise stands, in words for people. */
export interface PromiseWords {
  /** `97.2 % of the week so far`, agreed rest left out. */
  attained: string;
  /** The same with rest counted; null where there is none. */
  withRest: string | null;
  /** `95 % of each week`. */
  promised: string;
  /** `2 h of 8 h left`. */
  budget: string;
  /** `1.4 × what the week can bear`; null where nothing burns. */
  burnRate: string | null;
  /** What it means and by when, one sentence. */
  outlook: string;
}

export const promiseWords = (promise: PromiseStanding, clock: Clock): PromiseWords => {
  const agreed = agreedAttainment(promise);
  const { kind } = promise.window;
  return {
    attained: attainedText(agreed, kind),
    withRest: promise.exceptRest === null ? null : attainedText(promise.whole, kind),
    promised: `${shareText(promise.share)} of each ${kind}`,
    budget: budgetText(agreed),
    burnRate: rateText(agreed, kind),
    outlook: outlook(promise, clock),
  };
};

const attainedText = ({ attained }: Attainment, kind: string): string =>
  attained === null ? `nothing of the ${kind} counts yet` : `${shareText(attained)} of the ${kind} so far`;

/** The error budget: how long the score may still be below. */
export const budgetText = ({ budgetMs, leftMs }: Attainment): string => {
  if (leftMs < 0) return `${duration(-leftMs)} over`;
  return `${duration(leftMs)} of ${duration(budgetMs)} left`;
};

/** The same for a narrow column: `8 h left`. */
export const budgetLeft = ({ leftMs }: Attainment): string =>
  leftMs < 0 ? `${duration(-leftMs)} over` : `${duration(leftMs)} left`;

/** How fast the budget burns; null where nothing does. */
export const rateText = ({ burnRate }: Attainment, kind: string): string | null => {
  if (burnRate === 0) return null;
  if (burnRate === Number.POSITIVE_INFINITY) return `the ${kind} can bear none`;
  return `${burnRate < 9.95 ? burnRate.toFixed(1) : Math.round(burnRate)}\u00a0× what the ${kind} can bear`;
};

const outlook = ({ burn, breaksAt, window, share }: PromiseStanding, clock: Clock): string => {
  const promise = `${shareText(share)} of the ${window.kind}`;
  if (burn === "broken") return `The promise of ${promise} is broken. The next one begins ${label(window.to, clock)}.`;
  if (breaksAt !== null) return `If nothing more happens, the promise of ${promise} breaks ${label(breaksAt, clock)}.`;
  return `The promise of ${promise} holds until ${label(window.to, clock)}, even if nothing more happens.`;
};

const label = (at: number, clock: Clock): string => instantLabel(at, clock);
