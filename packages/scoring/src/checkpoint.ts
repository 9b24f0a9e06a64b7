import type { Algorithm } from "./algorithm.ts";
import type { Activation, History } from "./history.ts";
import { type Span, spansOf } from "./holds.ts";
import { InvalidInput } from "./invalid-input.ts";
import { emptyState, loadState, type State, trackedKinds } from "./state.ts";
import { emptySums, type Sums } from "./sums.ts";
import { utcDayMs } from "./weigh.ts";

/**
 * The instant (epoch ms) from which on `replay` needs each channel's signals and audience to go on from a state: what the
 * state lacks, and the UTC day on which its last signals may have repeats. A checkpoint at the last millisecond of a day
 * needs nothing older than itself, save for held channels.
 */
export function neededFrom(state: State): { channelId: string; from: number }[] {
  return Object.entries(state.channels).map(([channelId, { heldFrom }]) => {
    const folded = (heldFrom ?? state.asOf) + 1;
    return { channelId, from: Math.floor(folded / utcDayMs) * utcDayMs };
  });
}

/** One of the start's states: they agree in all but their sums. */
export function baseOf(
  start: Readonly<Record<string, State>> | null,
  activations: readonly Activation[],
): State | null {
  if (start === null) return null;
  const states = activations.map(({ algorithm }) => {
    const state = Object.hasOwn(start, algorithm.id) ? start[algorithm.id] : undefined;
    if (state === undefined) throw new InvalidInput("start", `has no state of ${algorithm.id}`);
    return state;
  });
  const [base] = states;
  if (base === undefined || states.some(({ asOf }) => asOf !== base.asOf))
    throw new InvalidInput("start", "states are not as of one instant");
  return base;
}

/** What of a history a checkpoint holds already, by channel in the history's order. */
export function alreadyFolded({ channels, holds }: History, base: State): { folded: Float64Array; spans: Span[][] } {
  const stranger = Object.keys(base.channels).find((id) => !channels.some((channel) => channel.id === id));
  if (stranger !== undefined)
    throw new InvalidInput("channels", `lack ${JSON.stringify(stranger)}, which is in the start`);
  const heldFrom = channels.map(({ id }) =>
    Object.hasOwn(base.channels, id) ? (base.channels[id]?.heldFrom ?? null) : null,
  );
  return {
    folded: Float64Array.from(channels, (_, c) => heldFrom[c] ?? base.asOf),
    spans: channels.map(({ id }, c) =>
      spansBeyond(spansOf(holds, id), { asOf: base.asOf, heldFrom: heldFrom[c] ?? null }),
    ),
  };
}

/** The hold that a channel is in at the start began when its state says, whatever touched it before. */
function spansBeyond(spans: readonly Span[], { asOf, heldFrom }: { asOf: number; heldFrom: number | null }): Span[] {
  const later = spans.filter(({ to }) => to > asOf);
  const [first] = later;
  const covers = first !== undefined && first.from <= asOf;
  if (heldFrom === null) {
    if (covers && first.from < asOf)
      throw new InvalidInput("holds", "one began before the start, where the channel is open: replay from before it");
    return later;
  }
  if (!covers) throw new InvalidInput("holds", "the hold that the channel is in at the start is missing");
  return [{ from: heldFrom, to: first.to }, ...later.slice(1)];
}

/** The working form of a start: the state where there is one, else nothing heard as of `at` (epoch ms); channels that it lacks are new. */
export function sumsAtStart({
  algorithm,
  history,
  state,
  at,
}: {
  algorithm: Algorithm;
  history: Pick<History, "channels">;
  state: State | undefined;
  at: number;
}): Sums {
  if (state === undefined) return emptySums(history.channels, trackedKinds(algorithm), at);
  const fresh = emptyState(algorithm, history.channels, at).channels;
  const channels = history.channels.map(({ id, network, knows }) => {
    const own = Object.hasOwn(state.channels, id) ? state.channels[id] : fresh[id];
    return [id, { ...own, network, knows }];
  });
  return loadState(algorithm, { ...state, channels: Object.fromEntries(channels) });
}
