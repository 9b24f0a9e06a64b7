import { activationsOf } from "./activations.ts";
import type { Activation, History } from "./history.ts";
import type { Kind } from "./kinds.ts";
import { type Timeline, timelineOf } from "./timeline.ts";

/** A history made ready for many questions: sorted, ranked and laid out in typed arrays. */
export interface Prepared {
  readonly timeline: Timeline;
  readonly activations: readonly Activation[];
  /** Epoch ms: nothing later can be asked. */
  readonly until: number;
  /** What a receipt gathers in one line, and by signal (position in the history) the position of its group. */
  readonly groups: readonly Group[];
  readonly groupOf: Int32Array;
}

export interface Group {
  readonly channelId: string;
  readonly signalKind: Kind;
  readonly postId?: string;
}

/** Throws InvalidInput naming what is bad in the history. Signals and audience after `until` (epoch ms) are left out. */
export function prepare(history: History, until: number): Prepared {
  const activations = activationsOf(history);
  const timeline = timelineOf(history, { until });
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
  return { timeline, activations, until, groups, groupOf };
}
