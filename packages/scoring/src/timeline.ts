import type { Audience, Channel, History } from "./history.ts";
import { effectiveAt, type Span, spansOf } from "./holds.ts";
import { InvalidInput, requireInstant, requireNonNegative } from "./invalid-input.ts";
import { rankedRows } from "./ranked-rows.ts";
import type { Rows } from "./rows.ts";

/** Something other than a term that happens to a channel at an instant (epoch ms). */
export type Change =
  | { readonly type: "release"; readonly at: number; readonly channel: number }
  | {
      readonly type: "audience";
      readonly at: number;
      readonly channel: number;
      readonly followers: number /** Heard while the channel was held. */;
      readonly deferred: boolean;
    }
  | { readonly type: "hold"; readonly at: number; readonly channel: number };

/** A history as everything that happens, in the order in which it comes to count. */
export interface Timeline {
  readonly channels: readonly Channel[];
  readonly rows: Rows;
  readonly changes: readonly Change[];
}

export interface TimelineRange {
  /** What comes to count later (epoch ms) is left out. */
  readonly until: number;
  /** By channel, in the history's order: what is not later (epoch ms) is in a checkpoint already and only ranks repeats. */
  readonly folded?: Float64Array;
  /** By channel: the spans of its holds, where they are not simply the history's. */
  readonly spans?: readonly (readonly Span[])[];
  /** Holds and releases not later (epoch ms) are in a checkpoint already. */
  readonly since?: number;
}

/** Throws InvalidInput on anything bad in the history, naming the field. */
export function timelineOf(history: History, range: TimelineRange): Timeline {
  const { channels, holds, signals, audience } = history;
  const { until, since = Number.NEGATIVE_INFINITY } = range;
  const numbers = new Map(channels.map(({ id }, number) => [id, number]));
  if (numbers.size < channels.length) throw new InvalidInput("channels", "an id is repeated");
  for (const { channelId } of holds) if (!numbers.has(channelId)) throw unknownChannel("holds.channelId", channelId);
  const spans = range.spans ?? channels.map(({ id }) => spansOf(holds, id));
  const folded = range.folded ?? new Float64Array(channels.length).fill(Number.NEGATIVE_INFINITY);
  const rows = rankedRows(signals, { numbers, spans, folded, until });
  const changes = [...holdChanges(spans), ...audienceChanges(audience, { numbers, spans, folded })]
    .filter(({ type, at }) => at <= until && (type === "audience" || at > since))
    .sort((a, b) => a.at - b.at || order[a.type] - order[b.type]);
  return { channels, rows, changes };
}

/** At one instant what was deferred comes first and a hold last: what happens at its very start still counts. */
const order: Readonly<Record<Change["type"], number>> = { release: 0, audience: 1, hold: 2 };

function holdChanges(spans: readonly (readonly Span[])[]): Change[] {
  return spans.flatMap((own, channel) =>
    own.flatMap(({ from, to }): Change[] => [
      { type: "hold", at: from, channel },
      { type: "release", at: to, channel },
    ]),
  );
}

interface Placement {
  numbers: ReadonlyMap<string, number>;
  spans: readonly (readonly Span[])[];
  folded: Float64Array;
}

function audienceChanges(audience: readonly Audience[], { numbers, spans, folded }: Placement): Change[] {
  const changes: Change[] = [];
  for (const { channelId, at, followers } of audience.toSorted((a, b) => a.at - b.at || a.followers - b.followers)) {
    requireInstant("audience.at", at);
    requireNonNegative("audience.followers", followers);
    const channel = numbers.get(channelId);
    if (channel === undefined) throw unknownChannel("audience.channelId", channelId);
    if (at <= (folded[channel] ?? 0)) continue;
    const effective = effectiveAt(spans[channel] ?? [], at);
    changes.push({ type: "audience", at: effective, channel, followers, deferred: effective > at });
  }
  return changes;
}

export function unknownChannel(field: string, channelId: string): InvalidInput {
  return new InvalidInput(field, `no channel ${JSON.stringify(channelId)} in this history`);
}
