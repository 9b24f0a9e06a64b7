import type { Arrival } from "./arrival.ts";
import { movement } from "./components.ts";
import type { Fading } from "./fading.ts";
import type { Model, Part } from "./model.ts";
import { isHeld } from "./sums.ts";

/**
 * A component that adds up its channels' terms, followed signal by signal at a price that knows nothing of the number of
 * channels: all open channels fade by one factor, so that what time takes is kept once, per unit of mix, and a channel's
 * share of it is worked out only when its own mix changes.
 */
export interface RunningSum {
  readonly part: Part;
  /** By channel, decay still to be applied; an open channel's term is this times what decay has left. */
  readonly mix: Float64Array;
  readonly fading: Fading;
  /** What the signal that is being booked adds to its channel's mix. */
  more: number;
  /** Σ of the open channels' mixes. */
  open: number;
  /** Σ of the held channels' terms. */
  held: number;
  /** Σ of all terms as of the last look. */
  sum: number;
  /** Points that time took (below 0) per unit of mix since the start, and by channel what that was when last booked. */
  lostPerUnit: number;
  readonly bookedPerUnit: Float64Array;
  /** Beyond so much in the open channels' mixes that is booked and starts anew. */
  mostOpen: number;
  readonly isOpen: Uint8Array;
  /** By channel, the points that time took. */
  readonly decay: Float64Array;
}

/** After growth by more than this what a unit loses from now on would drown in the digits of what it lost before. */
const mostGrowth = 1_024;

/** As of `t` (epoch ms), for which the model is prepared and to which the fading has come. */
export function startSum(
  { sums }: Model,
  { t, ...given }: Pick<RunningSum, "part" | "mix" | "decay" | "fading"> & { t: number },
): RunningSum {
  const { mix, part, fading } = given;
  const isOpen = Uint8Array.from(mix, (_, c) => (isHeld(sums, c, t) ? 0 : 1));
  const open = mix.reduce((sum, own, c) => (isOpen[c] === 1 ? sum + own : sum), 0);
  const held = part.terms.reduce((sum, term, c) => (isOpen[c] === 1 ? sum : sum + term), 0);
  const bookedPerUnit = new Float64Array(mix.length);
  const sum = open * fading.left + held;
  return { ...given, more: 0, open, held, sum, lostPerUnit: 0, bookedPerUnit, mostOpen: mostGrowth * open, isOpen };
}

/** Books what time took until the instant that the fading has come to. */
export function fade(running: RunningSum): void {
  const { part, open } = running;
  const now = open * running.fading.left + running.held;
  // Rounding alone must not look like a rise.
  if (open > 0) running.lostPerUnit += (part.points * Math.min(0, movement(part, running.sum, now))) / open;
  running.sum = now;
}

/** Books what time took, then `more` for the arrival's channel, before the mix itself is changed. */
export function raise(running: RunningSum, arrival: Arrival): void {
  fade(running);
  const { part } = running;
  bookChannel(running, arrival.channel);
  const open = running.open + running.more;
  if (open > running.mostOpen) startAnew(running, open);
  running.open = open;
  const now = running.open * running.fading.left + running.held;
  arrival.points += part.points * movement(part, running.sum, now);
  running.sum = now;
}

function startAnew(running: RunningSum, open: number): void {
  bookChannels(running);
  running.lostPerUnit = 0;
  running.bookedPerUnit.fill(0);
  running.mostOpen = mostGrowth * open;
}

/** Books what is not yet booked to the channels. */
export function bookChannels(running: RunningSum): void {
  for (let c = 0; c < running.mix.length; c++) if (running.isOpen[c] === 1) bookChannel(running, c);
}

function bookChannel({ mix, decay, lostPerUnit, bookedPerUnit }: RunningSum, c: number): void {
  decay[c] = (decay[c] ?? 0) + (mix[c] ?? 0) * (lostPerUnit - (bookedPerUnit[c] ?? 0));
  bookedPerUnit[c] = lostPerUnit;
}
