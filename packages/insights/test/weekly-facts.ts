import type { Score } from "@headroom/scoring";
import { mondaysUpTo, type WeeklyFacts, weekOfDate } from "../src/index.ts";

export const hourMs = 3_600_000;
export const zone = "Europe/Berlin";
export const week = weekOfDate("2026-11-16", zone);
const mondays = mondaysUpTo(week, { zone, weeks: 4 });
const first = mondays[0] ?? week.from;

export const score = (value: number, change: Partial<Score> = {}): Score => ({
  algorithmId: "steady-1",
  at: week.to,
  value,
  components: [],
  channels: [],
  coverage: 1,
  unknownKinds: [],
  linkRatios: [],
  ...change,
});

/** A point every six hours from `from` on. */
export const pointsFrom = (from: number, { value = 50, target = 48 as number | null } = {}) =>
  Array.from({ length: Math.ceil((week.to - from) / (6 * hourMs)) }, (_, i) => ({
    at: from + i * 6 * hourMs,
    score: value,
    target,
    coverage: 1,
    algorithmId: "steady-1",
  }));

/** An ordinary week: 52.3 against a target of 48, two channels, one post that worked. */
export const ordinary: WeeklyFacts = {
  agency: { name: "Bright Agency", isDemo: false },
  client: { name: "Harbour Coffee", timeZone: zone },
  week: { from: week.from, to: week.to, isRunning: false },
  // Monday 06:00.
  now: week.to + 6 * hourMs,
  mondays,
  history: {
    from: first,
    to: week.to,
    points: pointsFrom(first),
    crossings: [],
    holds: [],
    algorithms: [{ from: 0, id: "steady-1", title: "Steady 1" }],
    parallel: [],
    rest: [],
  },
  receipt: {
    from: week.from,
    to: week.to,
    before: 50.2,
    after: 52.3,
    lines: [
      { kind: "gain", at: week.from, channelId: "b", signalKind: "like", postId: "p", count: 12, points: 3 },
      { kind: "decay", componentId: "presence", channelId: "b", points: -0.9 },
    ],
  },
  channels: [
    { id: "a", title: "Blog" },
    { id: "b", title: "Mastodon" },
  ],
  posts: [
    {
      channelTitle: "Mastodon",
      at: week.from + 30 * hourMs,
      text: "A small tip",
      points: 3,
      reactions: { like: 12, comment: 1 },
    },
  ],
  score: score(52.3),
  target: { value: 48, share: 0.95, window: "week" },
  fallsAt: week.to + 61 * hourMs,
  nextPosts: [{ channelTitle: "Mastodon", points: 1.84 }],
};
