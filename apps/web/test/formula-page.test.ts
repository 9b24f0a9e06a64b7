import {
  type Algorithm,
  classic1,
  type History,
  type Kind,
  kinds,
  type Signal,
  scoreHistoryAt,
  steady1,
} from "@headroom/scoring";
import { describe, expect, test } from "vitest";
import { type Habits, presets } from "../app/how-the-score-works/habits.ts";
import { fallModel, scoreModel } from "../app/how-the-score-works/score-model.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const nothing: Habits = {
  channels: 1,
  postsPerDay: 0,
  linkShare: 0,
  likesPerDay: 0,
  commentsPerDay: 0,
  resharesPerDay: 0,
  followers: 0,
};
const most: Habits = {
  channels: 6,
  postsPerDay: 1_440,
  linkShare: 0.5,
  likesPerDay: 1_000_000,
  commentsPerDay: 100_000,
  resharesPerDay: 100_000,
  followers: 30_000_000,
};
const people = [...presets, { title: "Nobody", habits: nothing }, { title: "Everything at its most", habits: most }];
const cases = people.flatMap(({ title, habits }) =>
  [steady1, classic1].flatMap((algorithm) =>
    [0, 3, 24, 336].map((silentHours) => ({ title, habits, algorithm, name: algorithm.title, silentHours })),
  ),
);

describe.each(cases)("$title under $name after $silentHours hours", ({ habits, algorithm, silentHours }) => {
  const model = scoreModel(algorithm, habits, silentHours);

  test("the points of the parts sum to the score less one", () => {
    expect(model.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(model.value - 1, 9);
  });

  test("the printed parts add up to the printed score, each within a tenth of the truth", () => {
    const sum = model.parts.reduce((tenths, { printed }) => tenths + Math.round(printed * 10), 10);
    expect(sum).toBe(Math.round(model.printed * 10));
    for (const { printed, points } of model.parts) expect(Math.abs(printed - points)).toBeLessThanOrEqual(0.1);
  });

  test("no part makes more than its share", () => {
    for (const { points, weight } of model.parts) expect(points).toBeLessThanOrEqual(99 * weight + 1e-9);
  });
});

test("nobody scores 1", () => {
  expect(scoreModel(steady1, nothing, 0).value).toBe(1);
});

test.each([steady1, classic1])("the falling line of $title never rises and starts at the score", (algorithm) => {
  for (const { habits } of people) {
    const line = fallModel(algorithm, habits);
    expect(line[0]?.value).toBeCloseTo(scoreModel(algorithm, habits, 0).value, 9);
    for (const [n, { value }] of line.entries()) expect(value).toBeLessThanOrEqual(line[n - 1]?.value ?? 100);
  }
});

test.each([steady1, classic1])("the slider of silence moves along the falling line of $title", (algorithm) => {
  for (const { habits } of people) {
    const at = fallModel(algorithm, habits).find(({ day }) => day === 7);
    expect(scoreModel(algorithm, habits, 168).value).toBeCloseTo(at?.value ?? 0, 9);
  }
});

test.each(
  presets
    .filter(({ title }) => title !== "A bot")
    .flatMap((preset) => [steady1, classic1].map((algorithm) => ({ ...preset, algorithm, name: algorithm.title }))),
)("$title scores under $name as a history of half a year does", ({ habits, algorithm }) => {
  expect(scoreModel(algorithm, habits, 0).value).toBeCloseTo(scoreOfHistory(algorithm, habits), 1);
});

/** The same habits lived through: evenly spaced posts for half a year, the last one just now; reactions in between. */
const scoreOfHistory = (algorithm: Algorithm, habits: Habits): number => {
  const to = 400 * dayMs;
  const ids = Array.from({ length: habits.channels }, (_, n) => `channel ${n + 1}`);
  const reactions: [Kind, number][] = [
    ["like", habits.likesPerDay],
    ["comment", habits.commentsPerDay],
    ["reshare", habits.resharesPerDay * (1 - habits.linkShare)],
    ["linkReshare", habits.resharesPerDay * habits.linkShare],
  ];
  const signals = ids.flatMap((channelId) => [
    ...postsOf({ channelId, perDay: habits.postsPerDay / habits.channels, linkShare: habits.linkShare, to }),
    ...reactions.flatMap(([kind, rate]) => reactionsOf({ channelId, kind, perDay: rate / habits.channels, to })),
  ]);
  const knows = Object.fromEntries(kinds.map((kind) => [kind, 0]));
  const history: History = {
    channels: ids.map((id) => ({ id, network: "example", knows })),
    signals,
    audience: ids.map((channelId) => ({ channelId, at: 0, followers: habits.followers / habits.channels })),
    holds: [],
    algorithms: [{ algorithm, from: 0 }],
  };
  return scoreHistoryAt(history, to).value;
};

const halfYearMs = 180 * dayMs;

const postsOf = (of: { channelId: string; perDay: number; linkShare: number; to: number }): Signal[] => {
  const { channelId, perDay, linkShare, to } = of;
  const count = Math.floor((halfYearMs / dayMs) * perDay);
  return Array.from({ length: count }, (_, n) => {
    const id = `${channelId} post ${n}`;
    const at = to - (n * dayMs) / perDay;
    return [
      { id, channelId, kind: "post" as const, at, count: 1 - linkShare },
      { id: `${id} link`, channelId, kind: "linkPost" as const, at, count: linkShare },
    ].filter((signal) => signal.count > 0);
  }).flat();
};

const reactionsOf = (of: { channelId: string; kind: Kind; perDay: number; to: number }): Signal[] => {
  const { channelId, kind, perDay, to } = of;
  const step = Math.max(dayMs / perDay, hourMs);
  return Array.from({ length: Math.floor(halfYearMs / step) }, (_, n) => {
    const at = to - (n + 0.5) * step;
    return { id: `${channelId} ${kind} ${n}`, channelId, kind, at, count: (perDay * step) / dayMs };
  });
};
