import type { History, Kind, Signal } from "../src/index.ts";
import { steady1 } from "../src/index.ts";
import { begin, channelsOf, dayMs, historyOf, hourMs, randomFrom } from "./clients.ts";

/** A channel whose posts draw, per post, exactly or at random, so much. */
export interface PostingHabit {
  readonly network?: string;
  readonly days?: number;
  readonly postsPerDay?: number;
  readonly likes?: number;
  readonly reshares?: number;
  /** After how many ms each reaction comes. */
  readonly delayMs?: (random: () => number) => number;
  /** Factor on a post's likes by its hour of the day (UTC) and number. */
  readonly factor?: (post: { hour: number; number: number }, random: () => number) => number;
  readonly isNamed?: boolean;
  readonly mentionsPerDay?: number;
  readonly seed?: number;
}

export const channelId = "x";
export const learnedDays = 120;
/** Noon of the first day after a history of the usual length. */
export const learnedAt = begin + learnedDays * dayMs;

/** The signals of one channel, the same for the same habit. */
export function posting(habit: PostingHabit = {}): Signal[] {
  const { days = learnedDays, postsPerDay = 2, likes = 6, reshares = 1, mentionsPerDay = 0, isNamed = true } = habit;
  const random = randomFrom(habit.seed ?? 1);
  const signals: Signal[] = [];
  for (let number = 0; number < days * postsPerDay; number++) {
    const at = begin + Math.floor(((number + random() * 0.9) / postsPerDay) * dayMs);
    const postId = `post ${number}`;
    const hour = new Date(at).getUTCHours();
    const factor = habit.factor?.({ hour, number }, random) ?? 1;
    signals.push({ id: postId, channelId, kind: number % 2 === 0 ? "linkPost" : "post", at, count: 1, postId });
    const react = (kind: Kind, count: number): void => {
      for (let i = 0; i < count; i++) {
        const delay = habit.delayMs?.(random) ?? 40 * 60_000 * (1 + random());
        const id = `${postId} ${kind} ${i}`;
        const named = isNamed ? { actor: `${id} by somebody` } : {};
        signals.push({ id, channelId, kind, at: Math.floor(at + delay), count: 1, postId, ...named });
      }
    };
    react("like", Math.round(likes * factor));
    react(number % 2 === 0 ? "linkReshare" : "reshare", Math.round(reshares * factor));
  }
  for (let n = 0; n < days * mentionsPerDay; n++) {
    const at = begin + Math.floor(((n + 0.5) / mentionsPerDay) * dayMs);
    signals.push({ id: `mention ${n}`, channelId, kind: "mention", at, count: 1 });
  }
  return signals;
}

/** A history of those signals on one channel with 1 000 followers. */
export function postingHistory(habit: PostingHabit = {}): History {
  const own = { id: channelId, network: habit.network ?? "x", followers: 1_000, posts: 0, links: 0, inbound: {} };
  return historyOf(steady1, [own], posting(habit));
}

export { begin, channelsOf, dayMs, hourMs };
