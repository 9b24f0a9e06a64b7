import type { ReceiptLine, ReceiptSummary } from "./receipt-summary.ts";

/** One bar: from where the score stood to where this took it, in points. */
export interface WaterfallStep extends ReceiptLine {
  from: number;
  to: number;
  /** The bar's ends as shares of the scale, 0 to 1. */
  start: number;
  end: number;
}

export interface Waterfall {
  before: number;
  after: number;
  /** The scale, points: a little wider than all that is drawn. */
  low: number;
  high: number;
  steps: WaterfallStep[];
}

/** More bars than these hide the story; the smallest of a kind are drawn as one. */
const mostOfAKind = 5;
const folded: Readonly<Record<ReceiptLine["kind"], (count: number) => string>> = {
  gain: (count) => `Posts and reactions on ${count} more channels`,
  loss: (count) => `Time passing: ${count} more components`,
  step: (count) => `${count} more steps`,
};
/** Points of air at either end, and the least that a scale spans: a change of 0.1 must not fill the page. */
const margin = 0.5;

/** The way from the score before to the score after, step by step: what came, what time took, what else happened. */
export const waterfall = ({ before, after, lines }: ReceiptSummary): Waterfall => {
  let stands = before;
  const walked = (["gain", "loss", "step"] as const)
    .flatMap((kind) => fold(lines.filter((line) => line.kind === kind)))
    .map((line) => {
      const from = stands;
      stands += line.points;
      return { ...line, from, to: stands };
    });
  const levels = [before, after, ...walked.map(({ to }) => to)];
  const low = Math.max(0, Math.min(...levels) - margin);
  const high = Math.min(100, Math.max(...levels) + margin);
  const share = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low)));
  return { before, after, low, high, steps: walked.map((s) => ({ ...s, start: share(s.from), end: share(s.to) })) };
};

const fold = (lines: readonly ReceiptLine[]): ReceiptLine[] => {
  const [first] = lines;
  if (first === undefined || lines.length <= mostOfAKind) return [...lines];
  const rest = lines.slice(mostOfAKind - 1);
  const points = rest.reduce((sum, line) => sum + line.points, 0);
  return [...lines.slice(0, mostOfAKind - 1), { label: folded[first.kind](rest.length), points, kind: first.kind }];
};
