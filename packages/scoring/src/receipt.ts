import { componentIds } from "./algorithm.ts";
import { type Books, bookUntil, openBooks, switchTo } from "./books.ts";
import type { History } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { bookedValue, settleAll } from "./ledger.ts";
import type { Line } from "./line.ts";
import { type Prepared, prepare } from "./prepare.ts";

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
 * channel, steps of releases and of changes of algorithm. Throws InvalidInput if `to` is before `from`.
 */
export function receipt(history: History, from: number, to: number): Receipt {
  requireInstant("from", from);
  if (requireInstant("to", to) < from) throw new InvalidInput("to", `${to} is before from, ${from}`);
  return receiptOf(prepare(history, to), from, to);
}

/** The same of a prepared history, for callers with more than one question. */
export function receiptOf(prepared: Prepared, from: number, to: number): Receipt {
  if (!(from <= to && to <= prepared.until))
    throw new InvalidInput("to", `${to} is outside ${from} to ${prepared.until}`);
  const books = openBooks(prepared, from);
  const before = bookedValue(books.ledger);
  const switches = prepared.activations.filter((activation) => activation.from > from && activation.from <= to);
  for (const { from: at, algorithm } of [...switches, { from: to, algorithm: null }]) {
    bookUntil(books, at);
    settleAll(books.ledger, at);
    if (algorithm !== null) switchTo(books, algorithm, at);
  }
  return { from, to, before, after: bookedValue(books.ledger), lines: linesOf(books) };
}

function linesOf({ prepared, ledger, steps, gains }: Books): Line[] {
  const gained: Line[] = prepared.groups.flatMap((group, index) => {
    const count = gains.counts[index] ?? 0;
    return count > 0
      ? [{ kind: "gain", ...group, at: gains.newest[index] ?? 0, count, points: gains.points[index] ?? 0 }]
      : [];
  });
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
