import {
  type Columns,
  emptyState,
  fold,
  foldColumns,
  prepare,
  receiptOf,
  replay,
  runway,
  scoreAt,
  seriesOf,
  stateAt,
  steady1,
  weigh,
} from "../src/index.ts";
import { bareFold, barePass } from "./baseline.ts";
import { begin, busyClient, dayMs } from "./client.ts";
import { describeCoverage, measureCoverage } from "./coverage.ts";
import { measureForecasts } from "./forecasts.ts";
import { leastMs, leastOfEachMs } from "./measure.ts";

export { type Coverage, describeCoverage, measureCoverage } from "./coverage.ts";

/** One figure: how much per second, and where there is a baseline of the same run, how many times its time. */
export interface Figure {
  readonly name: string;
  readonly perSecond: number;
  readonly unit: string;
  readonly ratio?: number;
  /** The ratio aimed at. */
  readonly aim?: number;
}

const days = 90;
const now = begin + days * dayMs;

export function measureFold(): Figure {
  const history = busyClient({ count: 500_000, days });
  const columns = columnsOf(
    history.signals.map(({ channelId, kind, at, count }) => ({ channelId, kind, at, weight: count })),
  );
  const channelIds = history.channels.map(({ id }) => id);
  const state = emptyState(steady1, history.channels, begin);
  const bareMs = leastMs(() => bareFold(columns, now));
  const ms = leastMs(() => foldColumns(steady1, state, { ...columns, channelIds }, now));
  return { name: "fold", unit: "signals", perSecond: perSecond(columns.at.length, ms), ratio: ms / bareMs, aim: 3 };
}

export function measureScores(): Figure {
  const history = busyClient({ count: 20_000, days });
  const state = stateAt(history, now);
  const count = 20_000;
  const ms = leastMs(() => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += scoreAt(steady1, state, now + i * 1_000).value;
    return sum;
  });
  return { name: "explained scores", unit: "scores", perSecond: perSecond(count, ms) };
}

export function measureRunways(): Figure {
  const state = stateAt(busyClient({ count: 20_000, days }), now);
  const target = scoreAt(steady1, state, now).value - 5;
  const count = 2_000;
  const ms = leastMs(() => {
    let last = runway(steady1, state, target, now);
    for (let i = 1; i < count; i++) last = runway(steady1, state, target, now + i * 1_000);
    return last;
  });
  return { name: "runway", unit: "solves", perSecond: perSecond(count, ms) };
}

export function measureHistories(): Figure[] {
  const history = busyClient({ count: 100_000, days });
  const times = Array.from({ length: days * 24 + 1 }, (_, hour) => begin + hour * 3_600_000);
  const prepared = prepare(history, now);
  const { rows } = prepared.timeline;
  const preparedMs = leastMs(() => prepare(history, now));
  // A receipt needs decay at every signal, not every hour: its like is the pass with exponentials at each of them.
  const instants = [...new Set(rows.effective.subarray(0, rows.length))];
  // Entered for long loops alone a function is only ever replaced on the stack, and slower than compiled whole.
  const few = instants.slice(0, 20);
  for (let i = 0; i < 20_000; i++) barePass(rows, few.length, few);
  const [bareMs = 0, bareAtSignalsMs = 0, seriesMs = 0, receiptMs = 0] = leastOfEachMs([
    () => barePass(rows, rows.length, times),
    () => barePass(rows, rows.length, instants),
    () => seriesOf(prepared, times),
    () => receiptOf(prepared, begin, now),
  ]);
  const signals = history.signals.length;
  return [
    {
      name: "history made ready",
      unit: "signals",
      perSecond: perSecond(signals, preparedMs),
      ratio: preparedMs / bareMs,
    },
    { name: "90 days hourly", unit: "series", perSecond: perSecond(1, seriesMs), ratio: seriesMs / bareMs, aim: 1.5 },
    {
      name: "90-day receipt",
      unit: "receipts",
      perSecond: perSecond(1, receiptMs),
      ratio: receiptMs / bareAtSignalsMs,
      aim: 8,
    },
    {
      name: "the same, to hourly",
      unit: "receipts",
      perSecond: perSecond(1, receiptMs),
      ratio: receiptMs / bareMs,
    },
  ];
}

export function measureReplay(): Figure {
  const history = busyClient({ count: 1_000_000, days: 900 });
  const until = begin + 900 * dayMs;
  const targets = [{ from: begin, value: 50 }];
  const checkpointsAt = Array.from({ length: 899 }, (_, day) => begin + (day + 1) * dayMs - 1);
  const ms = leastMs(() => replay({ history, start: null, until, targets, checkpointsAt }), 2);
  return { name: "replay", unit: "signals", perSecond: perSecond(history.signals.length, ms) };
}

export function measureSmallFold(): Figure {
  const history = busyClient({ count: 20_000, days });
  const state = stateAt(history, now);
  const terms = weigh(history.signals.slice(0, 20));
  const count = 5_000;
  const ms = leastMs(() => {
    let last = state;
    for (let i = 0; i < count; i++) last = fold(steady1, last, { add: terms }, now + i);
    return last;
  });
  return { name: "fold of 20 terms", unit: "batches", perSecond: perSecond(count, ms) };
}

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1_000;
}

function columnsOf(terms: readonly { channelId: string; kind: string; at: number; weight: number }[]): Columns {
  const channelNumbers = ["x", "facebook", "instagram", "blog"];
  const kindNumbers = [
    "post",
    "linkPost",
    "view",
    "like",
    "click",
    "save",
    "reshare",
    "linkReshare",
    "mention",
    "comment",
  ];
  return {
    channel: Uint16Array.from(terms, ({ channelId }) => channelNumbers.indexOf(channelId)),
    kind: Uint8Array.from(terms, ({ kind }) => kindNumbers.indexOf(kind)),
    at: Float64Array.from(terms, ({ at }) => at),
    weight: Float64Array.from(terms, ({ weight }) => weight),
  };
}

export function measureAll(): Figure[] {
  return [
    measureFold(),
    measureSmallFold(),
    measureScores(),
    measureRunways(),
    ...measureHistories(),
    measureReplay(),
    ...measureForecasts(),
  ];
}

export function describeFigure({ name, perSecond: rate, unit, ratio, aim }: Figure): string {
  const speed = `${Math.round(rate).toLocaleString("en-US")} ${unit}/s`;
  const compared =
    ratio === undefined ? "" : `${ratio.toFixed(2)}x the bare loop${aim === undefined ? "" : ` (aim ${aim}x)`}`;
  return `${name.padEnd(20)} ${speed.padStart(28)}  ${compared}`.trimEnd();
}

if (import.meta.main) {
  for (const figure of measureAll()) console.log(describeFigure(figure));
  for (const coverage of measureCoverage()) console.log(describeCoverage(coverage));
}
