import { change, count, percent } from "./format-points.ts";

/** What one client's score would have been. Points, shares of the time 0 to 1, instants in epoch ms. */
export interface PreviewedClient {
  clientId: string;
  now: number;
  wouldBe: number;
  /** Over the days compared, candidate minus baseline. */
  meanChange: number;
  /** The largest change of either sign, and when. */
  biggestChange: number;
  biggestAt: number;
  target: number | null;
  /** Shares of the time with a target in which the score was below it; null without one. */
  belowShare: number | null;
  wouldBeBelowShare: number | null;
}

/** A candidate against the algorithm that scores now, over a portfolio's stored history. */
export interface PreviewResult {
  /** Epoch ms. */
  from: number;
  to: number;
  clients: PreviewedClient[];
  /** Spearman's ρ between a score and the reactions of the next seven days; null where there is too little to tell. */
  correlation: { pairs: number; clients: number; baseline: number | null; candidate: number | null };
}

export interface PreviewWords {
  /** Who moves and who falls, in a sentence or two. */
  summary: string;
  /** How well each orders what follows; null where there is nobody to order. */
  evidence: string | null;
}

const dayMs = 86_400_000;

/** The titles of both algorithms, and what a preview found of the clients that its reader sees. */
export const previewWords = (
  { from, to, clients, correlation }: PreviewResult,
  { baseline, candidate }: { baseline: string; candidate: string },
): PreviewWords => {
  const days = Math.round((to - from) / dayMs);
  return {
    summary:
      clients.length === 0 ? "No client has a history to compare yet." : `${moves(clients)} ${falls(clients)}`.trim(),
    evidence: clients.length === 0 ? null : evidence({ ...correlation, days, titles: { baseline, candidate } }),
  };
};

/** As the scores are printed, so that the words agree with the table. */
const shown = (value: number): number => Number(value.toFixed(1));

const moves = (clients: readonly PreviewedClient[]): string => {
  const changes = clients.map(({ now, wouldBe }) => shown(wouldBe) - shown(now));
  const up = changes.filter((by) => by > 0).length;
  const down = changes.filter((by) => by < 0).length;
  const mean = changes.reduce((sum, by) => sum + by, 0) / changes.length;
  if (up + down === 0) return `No score would differ now (${count(clients.length, "client")}).`;
  return `Now ${up} of ${count(clients.length, "client")} would be higher and ${down} lower, ${change(mean)} points on average.`;
};

export const isBelow = (score: number, target: number | null): boolean => target !== null && score < target;

const falls = (clients: readonly PreviewedClient[]): string => {
  const newly = clients.filter((c) => isBelow(c.wouldBe, c.target) && !isBelow(c.now, c.target)).length;
  const back = clients.filter((c) => !isBelow(c.wouldBe, c.target) && isBelow(c.now, c.target)).length;
  if (newly + back === 0) return "Nobody would fall below target or come back.";
  return `${newly} would fall below target, ${back} would come back above it.`;
};

interface Evidence {
  pairs: number;
  clients: number;
  baseline: number | null;
  candidate: number | null;
  days: number;
  titles: { baseline: string; candidate: string };
}

const evidence = ({ clients, baseline, candidate, days, titles }: Evidence): string => {
  if (baseline === null || candidate === null)
    return "There is too little history to tell which of the two says more about the coming week’s reactions.";
  const [a, b] = [candidate.toFixed(2).replace("-", "\u2212"), baseline.toFixed(2).replace("-", "\u2212")];
  const basis = `${count(clients, "client")}, ${count(days, "day")}`;
  return `Orders clients by the next week’s reactions: ${a} with ${titles.candidate} against ${b} with ${titles.baseline} (${basis}). 1 would be a perfect order, 0 none at all.`;
};

/** A share of the time below target, as a percentage; a dash without a target. */
export const belowText = (share: number | null): string => (share === null ? "–" : percent(share));
