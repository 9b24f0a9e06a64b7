export interface SparklineInput {
  /** Oldest first; instants in epoch ms, scores in points. */
  points: readonly { at: number; score: number }[];
  target: number | null;
  from: number;
  to: number;
  width: number;
  height: number;
}

export interface Sparkline {
  /** SVG polylines, one for each stretch without a gap. */
  lines: string[];
  targetY: number | null;
  /** What a screen reader says. */
  label: string;
}

/** Two points farther apart than this have a gap between them, not a line, ms: points are stored every six hours. */
const gapMs = 13 * 3_600_000;

/** The least span of the scale, points: a quiet week is a flat line, not a mountain range. */
const leastSpan = 6;

/** A small line of the last days with the target across it. A missing day is a gap, never a zero. */
export const sparkline = ({ points, target, from, to, width, height }: SparklineInput): Sparkline => {
  const inside = points.filter(({ at }) => at >= from && at <= to);
  const values = [...inside.map(({ score }) => score), ...(target === null ? [] : [target])];
  if (inside.length === 0) return { lines: [], targetY: null, label: "no scores yet" };
  const low = Math.min(...values);
  const high = Math.max(...values);
  const middle = (low + high) / 2;
  const half = Math.max(leastSpan, high - low) / 2;
  const x = (at: number) => round(((at - from) / (to - from)) * width);
  const y = (score: number) => round(height - 1 - ((score - middle + half) / (2 * half)) * (height - 2));
  const lines: string[] = [];
  let line: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, score } of inside) {
    if (at - last > gapMs && line.length > 0) {
      lines.push(line.join(" "));
      line = [];
    }
    line.push(`${x(at)},${y(score)}`);
    last = at;
  }
  lines.push(line.join(" "));
  const first = inside[0]?.score ?? 0;
  const newest = inside.at(-1)?.score ?? 0;
  return {
    lines,
    targetY: target === null ? null : y(target),
    label: `from ${first.toFixed(1)} to ${newest.toFixed(1)} points${target === null ? "" : `, target ${target}`}`,
  };
};

const round = (value: number): number => Math.round(value * 10) / 10;
