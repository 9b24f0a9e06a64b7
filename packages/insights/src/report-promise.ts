import { duration } from "./format-duration.ts";
import { agreedAttainment, type PromiseStanding, promiseStanding } from "./promise.ts";
import { rateText } from "./promise-words.ts";
import { instantWords, shareText, shortDay } from "./report-words.ts";
import { monthOf } from "./week-of.ts";
import type { WeeklyFacts, WeeklyReport } from "./weekly-report.ts";

type PromisedFacts = Pick<WeeklyFacts, "target" | "client" | "week" | "score" | "fallsAt" | "history">;

/** How much of the promised week or month the score held, at the end of the report's week. */
export const promiseFigure = (facts: PromisedFacts): WeeklyReport["figures"][number] => {
  const label = "At or above target";
  const promise = standing(facts);
  if (promise === null) return { label, value: "–", note: "no target is set" };
  const { attained } = agreedAttainment(promise);
  return { label, value: attained === null ? "–" : shareText(attained), note: notes(promise, facts).join("; ") };
};

/** How much of the time below target that the promise allows was used, and how fast; nothing to say where none was. */
export const promiseSentence = (facts: PromisedFacts): string[] => {
  const promise = standing(facts);
  if (promise === null) return [];
  const { budgetMs, leftMs, belowMs, ...agreed } = agreedAttainment(promise);
  const { kind } = promise.window;
  const rate = rateText({ budgetMs, leftMs, belowMs, ...agreed }, kind);
  if (belowMs > 0 && (leftMs < 0 || isOver(promise, facts))) {
    return [
      `The score was below target for ${duration(belowMs)}; the ${kind}’s promise allows ${duration(budgetMs)} (${rate}).`,
    ];
  }
  if (isOver(promise, facts)) return [];
  const left = `Of the ${duration(budgetMs)} below target that the ${kind}’s promise allows, ${duration(leftMs)} are left`;
  const burning = rate === null ? left : `${left}, used at ${rate}`;
  if (promise.breaksAt !== null) {
    return [
      `${burning}; if nothing more happens, it breaks on ${instantWords(promise.breaksAt, facts.client.timeZone)}.`,
    ];
  }
  return belowMs === 0 ? [] : [`${burning}.`];
};

const standing = ({ target, client, week, score, fallsAt, history }: PromisedFacts) => {
  const first = history.points.find((point) => point.target !== null);
  if (target === null || score === null || first === undefined) return null;
  return promiseStanding({
    target,
    zone: client.timeZone,
    now: week.to,
    at: judgedAt({ client, week, target }),
    score: score.value,
    fallsAt: fallsAt ?? Number.POSITIVE_INFINITY,
    crossings: history.crossings,
    since: Math.min(first.at, history.crossings[0]?.at ?? first.at),
    restWindows: history.rest,
  });
};

/** Where a month ended within the week, that month is judged; else the week or month in which the week ends. */
const judgedAt = ({
  client,
  week,
  target,
}: Pick<PromisedFacts, "client" | "week"> & { target: { window: "week" | "month" } }): number => {
  const endsWithin = target.window === "month" && monthOf(week.from, client.timeZone).to <= week.to;
  return endsWithin ? week.from : week.to - 1;
};

const isOver = (promise: PromiseStanding, { week }: PromisedFacts): boolean =>
  !week.isRunning && promise.window.to <= week.to;

const notes = (promise: PromiseStanding, facts: PromisedFacts): string[] => {
  const { attained } = promise.whole;
  const { countedFrom, window, exceptRest } = promise;
  return [
    ...(countedFrom > window.from ? [`counted from ${shortDay(countedFrom, facts.client.timeZone)}`] : []),
    verdict(promise, facts),
    ...(exceptRest === null || attained === null ? [] : [`${shareText(attained)} with agreed rest counted`]),
  ];
};

const verdict = (promise: PromiseStanding, facts: PromisedFacts): string => {
  const share = shareText(promise.share);
  if (!isOver(promise, facts)) return `promised: ${share} of the ${promise.window.kind}`;
  return `promise of ${share} ${promise.burn === "broken" ? "missed" : "kept"}`;
};
