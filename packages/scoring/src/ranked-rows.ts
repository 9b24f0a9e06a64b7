import type { Signal } from "./history.ts";
import { effectiveAt, type Span } from "./holds.ts";
import { InvalidInput } from "./invalid-input.ts";
import { broaderKind, kindNumber } from "./kinds.ts";
import { type Rows, rowsBuilder } from "./rows.ts";
import { kindCount } from "./sums.ts";
import { checkSignal, countedRepeats, utcDayMs } from "./weigh.ts";

interface Placement {
  readonly numbers: ReadonlyMap<string, number>;
  readonly spans: readonly (readonly Span[])[];
  readonly folded: Float64Array;
  readonly until: number;
}

/**
 * The rows of `weigh` as they come to be: each signal's own term when it arrives and, if its actor was there before that
 * day, what the earlier ones lose in rank. Summed up to any instant they are what `weigh` gives for that instant.
 */
export function rankedRows(signals: readonly Signal[], { numbers, spans, folded, until }: Placement): Rows {
  const order = inTime(signals);
  const builder = rowsBuilder(2 * signals.length);
  const ranks = ranker(signals, builder.push);
  for (const index of order) {
    const signal = signals[index];
    if (signal === undefined || signal.at > until) continue;
    const channel = numbers.get(signal.channelId);
    if (channel === undefined) {
      throw new InvalidInput("signals.channelId", `no channel ${JSON.stringify(signal.channelId)} in this history`);
    }
    const effective = effectiveAt(spans[channel] ?? [], signal.at);
    if (effective > until) continue;
    const emit = signal.at > (folded[channel] ?? Number.NEGATIVE_INFINITY);
    ranks(index, signal, { channel, effective, emit });
  }
  return builder.sorted();
}

function inTime(signals: readonly Signal[]): Uint32Array {
  const order = new Uint32Array(signals.length);
  let ascending = true;
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, signal] of signals.entries()) {
    checkSignal(signal);
    order[index] = index;
    if (signal.at < last) ascending = false;
    last = signal.at;
  }
  return ascending ? order : order.sort((a, b) => (signals[a]?.at ?? 0) - (signals[b]?.at ?? 0) || a - b);
}

type Push = ReturnType<typeof rowsBuilder>["push"];

interface Arrival {
  channel: number;
  effective: number;
  emit: boolean;
}

function ranker(signals: readonly Signal[], push: Push): (index: number, signal: Signal, arrival: Arrival) => void {
  let day = Number.NaN;
  /** By channel × kind: the newest signal of each actor on that day. */
  const newest: Map<string, number>[] = [];
  // A signal of a link kind is in two groups, hence two chains from newer to older.
  const chain = new Int32Array(signals.length);
  const linkChain = new Int32Array(signals.length);
  return (index, { at, kind, count, actor }, { channel, effective, emit }) => {
    if (Math.floor(at / utcDayMs) !== day) {
      day = Math.floor(at / utcDayMs);
      for (const group of newest) group?.clear();
    }
    for (let own: typeof kind | undefined = kind; own !== undefined; own = broaderKind(own)) {
      const number = kindNumber(own);
      if (emit) push({ effective, at, weight: count, channel, kind: number, signal: index });
      if (actor === undefined) continue;
      const older = broaderKind(own) === undefined ? chain : linkChain;
      newest[channel * kindCount + number] ??= new Map();
      const group = newest[channel * kindCount + number];
      let earlier = group?.get(actor) ?? -1;
      group?.set(actor, index);
      older[index] = earlier;
      for (let rank = 1; emit && earlier >= 0 && rank <= countedRepeats; rank++) {
        const weight = (rank < countedRepeats ? 1 / (rank + 1) : 0) - 1 / rank;
        push({ effective, at: signals[earlier]?.at ?? at, weight, channel, kind: number, signal: index });
        earlier = older[earlier] ?? -1;
      }
    }
  };
}
