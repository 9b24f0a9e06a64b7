import { activationsOf } from "./activations.ts";
import type { Algorithm } from "./algorithm.ts";
import { alreadyFolded, baseOf, sumsAtStart } from "./checkpoint.ts";
import type { Activation, History } from "./history.ts";
import { InvalidInput } from "./invalid-input.ts";
import type { Kind } from "./kinds.ts";
import { type Model, modelOf } from "./model.ts";
import type { State } from "./state.ts";
import { type Timeline, timelineOf } from "./timeline.ts";
import { timelineStart } from "./walk.ts";

/** A history made ready for many questions: sorted, ranked and laid out in typed arrays. */
export interface Prepared {
  readonly timeline: Timeline;
  readonly activations: readonly Activation[];
  /** Epoch ms: nothing earlier or later can be asked. */
  readonly since: number;
  readonly until: number;
  readonly start: Start | null;
  /** What a receipt gathers in one line, and by signal (position in the history) the position of its group. */
  readonly groups: readonly Group[];
  readonly groupOf: Int32Array;
}

export interface Group {
  readonly channelId: string;
  readonly signalKind: Kind;
  readonly postId?: string;
}

/** Where a preparation goes on from: by algorithm id the states as of one instant, one for each of the history's algorithms. */
export type Start = Readonly<Record<string, State>>;

/**
 * Signals and audience after `until` (epoch ms) are left out. With a start the history may begin where `neededFrom` of it
 * says, and nothing before the start can be asked. Throws InvalidInput naming what is bad in the history or the start.
 */
export function prepare(history: History, until: number, start: Start | null = null): Prepared {
  const activations = activationsOf(history);
  const base = baseOf(start, activations);
  if (base !== null && until < base.asOf) throw new InvalidInput("until", `${until} is before the start, ${base.asOf}`);
  const timeline = timelineOf(history, {
    until,
    ...(base && { since: base.asOf, ...alreadyFolded(history, base) }),
  });
  const groups: Group[] = [];
  const groupOf = new Int32Array(history.signals.length);
  const known = new Map<string, Map<string | undefined, number>>();
  for (const [index, { channelId, kind, postId }] of history.signals.entries()) {
    const key = `${kind} ${channelId}`;
    const posts = known.get(key) ?? new Map<string | undefined, number>();
    known.set(key, posts);
    let group = posts.get(postId);
    if (group === undefined) {
      group = groups.push({ channelId, signalKind: kind, ...(postId !== undefined && { postId }) }) - 1;
      posts.set(postId, group);
    }
    groupOf[index] = group;
  }
  return { timeline, activations, since: base?.asOf ?? Number.NEGATIVE_INFINITY, until, start, groups, groupOf };
}

/** By algorithm, sums of what comes before everything asked: the start's, or nothing as of `t` (epoch ms) or the first event. */
export function modelsOf({ timeline, activations, since, start }: Prepared, t: number): ReadonlyMap<Algorithm, Model> {
  const at = start === null ? timelineStart(timeline, t) : since;
  return new Map(
    activations.map(({ algorithm }) => [
      algorithm,
      modelOf(algorithm, sumsAtStart({ algorithm, history: timeline, state: start?.[algorithm.id], at })),
    ]),
  );
}
