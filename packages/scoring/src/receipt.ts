import { componentIds } from "./algorithm.ts";
import { type Books, bookUntil, openBooks, switchTo } from "./books.ts";
import type { Activation, History } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { bookedValue } from "./ledger.ts";
import type { Line } from "./line.ts";
import { type Prepared, prepare, type Start } from "./prepare.ts";

/** Why the score moved between two instants: the lines sum to `after` − `before`. */
export interface Receipt {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
  readonly lines: readonly Line[];
}

/**
 * The ledger of a change from `from` to `to` (epoch ms): gains valued at their instants, what time took by component and
 * channel, steps of audience, releases and changes of algorithm. With a `start`, the states as of one instant not after
 * `from`, the history may begin there. Throws InvalidInput if `to` is before `from` or `from` before the start.
 *
 * A history holds what is known now: what was removed is not in it, so a removal has no line, and neither has what it
 * removed. Where a told total falls, its newest increments are shorter or gone, at their own instants.
 */
export function receipt(history: History, from: number, to: number, start: Start | null = null): Receipt {
  requireInstant("from", from);
  if (requireInstant("to", to) < from) throw new InvalidInput("to", `${to} is before from, ${from}`);
  return receiptOf(prepare(history, to, start), from, to);
}

/** The same of a prepared history, for callers with more than one question. */
export function receiptOf(prepared: Prepared, from: number, to: number): Receipt {
  if (from < prepared.since) throw new InvalidInput("from", `${from} is before the start, ${prepared.since}`);
  if (!(from <= to && to <= prepared.until))
    throw new InvalidInput("to", `${to} is outside ${from} to ${prepared.until}`);
  const books = openBooks(prepared, from);
  const before = bookedValue(books.ledger);
  for (const { from: at, algorithm } of switchesIn(prepared, { from, to })) {
    bookUntil(books, at);
    switchTo(books, algorithm, at);
  }
  bookUntil(books, to);
  return { from, to, before, after: bookedValue(books.ledger), lines: linesOf(books) };
}

/** Of several activations at one instant only the last ever counts. */
function switchesIn({ activations }: Prepared, { from, to }: { from: number; to: number }): Activation[] {
  return activations.filter(
    (activation, index) =>
      activation.from > from && activation.from <= to && activations[index + 1]?.from !== activation.from,
  );
}

function linesOf({ prepared, ledger, steps, gains }: Books): Line[] {
  const gained: Line[] = [];
  for (const [index, { channelId, signalKind, postId }] of prepared.groups.entries()) {
    const count = gains.counts[index] ?? 0;
    if (count === 0) continue;
    const at = gains.newest[index] ?? 0;
    const points = gains.points[index] ?? 0;
    gained.push(
      postId === undefined
        ? { kind: "gain", at, channelId, signalKind, count, points }
        : { kind: "gain", at, channelId, signalKind, postId, count, points },
    );
  }
  const { channels } = prepared.timeline;
  const decayed = componentIds.flatMap((componentId, j) =>
    channels.flatMap(({ id: channelId }, c): Line[] => {
      const points = ledger.decay[j]?.[c] ?? 0;
      return points === 0 ? [] : [{ kind: "decay", componentId, channelId, points }];
    }),
  );
  return [...gained, ...mergeReleases(steps), ...decayed];
}

/** A release is one line, however much was deferred to it. */
function mergeReleases(steps: readonly Line[]): Line[] {
  const merged = new Map<string, Line>();
  for (const step of steps) {
    const key = step.kind === "release" ? `${step.at} ${step.channelId}` : `step ${merged.size}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? step : { ...known, points: known.points + step.points });
  }
  return [...merged.values()];
}
