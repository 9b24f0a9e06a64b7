import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addChannel,
  classic1,
  type ForecastQuestion,
  forecast,
  type Habits,
  habitsOf,
  hold,
  InvalidInput,
  type PlannedPost,
  scoreAt,
  stateAt,
  steady1,
  whatIf,
} from "../src/index.ts";
import { samplerOf } from "../src/sampler.ts";
import { end, openHistory } from "./arbitraries.ts";
import { channelId, dayMs, hourMs, learnedAt, type PostingHabit, postingHistory } from "./forecast-clients.ts";
import { naiveAlgorithm } from "./naive.ts";
import { expectNear } from "./near.ts";

const t = learnedAt;
const usualHabit: PostingHabit = { likes: 6, mentionsPerDay: 2, isNamed: false };
const client = (habit: PostingHabit = usualHabit, algorithm = steady1) => {
  const history = { ...postingHistory(habit), algorithms: [{ algorithm, from: 0 }] };
  return { algorithm, history, state: stateAt(history, t), habits: habitsOf(history, { t }) };
};
const daily = (days: number, count = 1): PlannedPost[] =>
  Array.from({ length: days * count }, (_, i) => ({
    channelId,
    at: t + ((i + 0.5) * dayMs) / count,
    carriesLink: i % 2 === 0,
  }));
const everyDay = Array.from({ length: 14 }, (_, day) => t + (day + 1) * dayMs);

const ask = (own: ReturnType<typeof client>, question: Partial<ForecastQuestion> = {}) =>
  forecast(own.algorithm, own.state, { habits: own.habits, plan: [], t, times: everyDay, paths: 60, ...question });

/** The habits of a channel that never draws anything. */
const drawsNothing = (habits: readonly Habits[]): Habits[] =>
  habits.map((own) => ({ ...own, perPost: {}, perDay: {}, recent: [] }));

describe("a forecast", () => {
  test("where nothing is ever drawn is the decay of the score, to the last digit", () => {
    const own = client();
    for (const { at, with: band } of ask({ ...own, habits: drawsNothing(own.habits) })) {
      const certain = scoreAt(steady1, own.state, at).value;
      expectNear(band.low, certain);
      expectNear(band.median, certain);
      expectNear(band.high, certain);
    }
  });

  test("of a channel of which nothing was learned is its decay as well", () => {
    const own = client();
    expectNear(
      ask(own, { habits: [] }).at(-1)?.with.high ?? Number.NaN,
      scoreAt(steady1, own.state, t + 14 * dayMs).value,
    );
  });

  test("of a client who goes on as before stays where it is", () => {
    const own = client();
    const now = scoreAt(steady1, own.state, t).value;
    const last = ask(own, { plan: daily(14, 2), paths: 200 }).at(-1)?.with;
    expect(last?.low).toBeLessThan(now + 0.3);
    expect(last?.high).toBeGreaterThan(now - 0.3);
    expect(Math.abs((last?.median ?? 0) - now)).toBeLessThan(1);
  });

  test("without posts falls, yet less than if nobody reacted any more", () => {
    const own = client();
    const { without } = ask(own).at(-1) ?? { without: undefined };
    expect(without?.median).toBeLessThan(scoreAt(steady1, own.state, t).value);
    expect(without?.median).toBeGreaterThan(scoreAt(steady1, own.state, t + 14 * dayMs).value);
  });

  test("counts the reactions that are still due to posts made just now", () => {
    const slow = client({ ...usualHabit, network: "instagram", mentionsPerDay: 0 });
    const due = ask(slow).at(2)?.without.median ?? 0;
    const done =
      ask({ ...slow, habits: slow.habits.map((own) => ({ ...own, recent: [] })) }).at(2)?.without.median ?? 0;
    expect(due).toBeGreaterThan(done + 0.05);
  });

  test("is wider the more a client's posts differ and the farther it looks", () => {
    const width = (points: ReturnType<typeof ask>, day: number) =>
      (points[day]?.with.high ?? 0) - (points[day]?.with.low ?? 0);
    const even = ask(client(), { plan: daily(14) });
    const wild = ask(client({ ...usualHabit, factor: (_, random) => (random() < 0.2 ? 5 : 0) }), { plan: daily(14) });
    expect(width(wild, 13)).toBeGreaterThan(width(even, 13));
    expect(width(wild, 13)).toBeGreaterThan(width(wild, 0));
  });

  test("of no instants is empty", () => {
    expect(ask(client(), { times: [] })).toEqual([]);
  });

  test("takes a post that was planned for earlier as past, whether or not it went out", () => {
    const own = client();
    expect(ask(own, { plan: [{ channelId, at: t - hourMs, carriesLink: false }] })).toEqual(ask(own));
  });
});

describe("laws of the forecast", () => {
  const plans = fc.array(
    fc
      .record({ hours: fc.nat(14 * 24), carriesLink: fc.boolean() })
      .map(({ hours, carriesLink }): PlannedPost => ({ channelId, at: t + hours * hourMs, carriesLink })),
    { maxLength: 8 },
  );
  const own = client();
  const old = client(usualHabit, classic1);

  test("the band holds its median, and scores lie between 1 and 100", () => {
    fc.assert(
      fc.property(plans, fc.constantFrom(own, old), (plan, whose) => {
        for (const point of ask(whose, { plan, paths: 20 })) {
          for (const { low, median, high } of [point.with, point.without]) {
            expect(low).toBeLessThanOrEqual(median);
            expect(median).toBeLessThanOrEqual(high);
            expect(low).toBeGreaterThanOrEqual(1);
            expect(high).toBeLessThanOrEqual(100);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("the same question gets the same answer, another seed another one", () => {
    const plan = daily(14);
    expect(ask(own, { plan })).toEqual(ask(own, { plan }));
    expect(ask(own, { plan, seed: 2 })).not.toEqual(ask(own, { plan }));
  });

  test("a plan of nothing is no plan: both futures are one", () => {
    for (const point of ask(own)) expect(point.with).toEqual(point.without);
  });

  test("what is planned changes nothing of the future without it, and nothing before the first planned post", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const first = Math.min(...plan.map(({ at }) => at));
        const bare = ask(own, { paths: 20 });
        for (const [i, point] of ask(own, { plan, paths: 20 }).entries()) {
          expect(point.without).toEqual(bare[i]?.without);
          if (point.at < first) expect(point.with).toEqual(point.without);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("one more planned post never lowers presence", () => {
    const onlyPresence = { ...steady1, id: "presence", weights: { presence: 1 } };
    const present = client(usualHabit, onlyPresence);
    fc.assert(
      fc.property(plans, fc.nat(14 * 24), (plan, hours) => {
        const more = [...plan, { channelId, at: t + hours * hourMs, carriesLink: false }];
        const fewer = ask(present, { plan, paths: 3 });
        for (const [i, point] of ask(present, { plan: more, paths: 3 }).entries())
          expect(point.with.median).toBeGreaterThanOrEqual((fewer[i]?.with.median ?? 0) - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  test("the order of the plan is irrelevant", () => {
    const plan = daily(14);
    expect(ask(own, { plan: plan.toReversed() })).toEqual(ask(own, { plan }));
  });

  test("a held channel's terms stand still, whatever is planned on it", () => {
    const { history, habits } = own;
    const state = hold(stateAt(history, t), channelId, t);
    const now = scoreAt(steady1, state, t).value;
    for (const { with: band } of forecast(steady1, state, { habits, plan: daily(14), t, times: everyDay, paths: 5 })) {
      expectNear(band.low, now);
      expectNear(band.high, now);
    }
  });

  test("of any history is a score at every instant", () => {
    fc.assert(
      fc.property(openHistory, (whole) => {
        const algorithm = naiveAlgorithm(whole, end);
        const question = { habits: habitsOf(whole, { t: end }), plan: [], t: end, times: [end + dayMs], paths: 5 };
        const [point] = forecast(algorithm, stateAt(whole, end), question);
        expect(point?.with.low).toBeGreaterThanOrEqual(1);
        expect(point?.with.high).toBeLessThanOrEqual(100);
      }),
      { numRuns: 40 },
    );
  });

  test("shifting everything by whole days changes nothing", () => {
    const by = 56 * dayMs;
    const { history } = own;
    const later = {
      ...history,
      signals: history.signals.map((signal) => ({ ...signal, at: signal.at + by })),
      audience: history.audience.map((seen) => ({ ...seen, at: seen.at + by })),
    };
    const points = forecast(steady1, stateAt(later, t + by), {
      habits: habitsOf(later, { t: t + by }),
      plan: daily(14).map((post) => ({ ...post, at: post.at + by })),
      t: t + by,
      times: everyDay.map((at) => at + by),
      paths: 30,
    });
    for (const [i, point] of ask(own, { plan: daily(14), paths: 30 }).entries())
      expectNear(points[i]?.with.median ?? Number.NaN, point.with.median);
  });
});

describe("bad questions", () => {
  const own = client();
  test.each<[string, Partial<ForecastQuestion>, string]>([
    ["an instant that is none", { t: Number.NaN }, "t"],
    ["instants out of order", { times: [t + dayMs, t + hourMs] }, "times"],
    ["an instant that is not in the future", { times: [t] }, "times"],
    ["no paths", { paths: 0 }, "paths"],
    ["a planned post at no instant", { plan: [{ channelId, at: Number.NaN, carriesLink: false }] }, "plan.at"],
    ["a factor below 0", { plan: [{ channelId, at: t, carriesLink: false, factor: -1 }] }, "plan.factor"],
    ["a channel that is not there", { plan: [{ channelId: "y", at: t, carriesLink: false }] }, "plan.channelId"],
    ["habits of no luck", { habits: own.habits.map((one) => ({ ...one, luckVariance: 0 })) }, "habits.luckVariance"],
    [
      "habits of a negative level",
      { habits: own.habits.map((one) => ({ ...one, levelVariance: -1 })) },
      "habits.levelVariance",
    ],
    [
      "habits with a count that is none",
      { habits: own.habits.map((one) => ({ ...one, perPost: { like: Number.NaN } })) },
      "habits.counts",
    ],
  ])("with %s are refused, and the field is named", (_, question, field) => {
    expect(() => ask(own, question)).toThrow(InvalidInput);
    expect(() => ask(own, question)).toThrow(new RegExp(`^${field.replace(".", "\\.")}:`));
  });
});

describe("what if", () => {
  const own = client();
  const post = (extra: Partial<PlannedPost> = {}): PlannedPost => ({ channelId, at: t, carriesLink: false, ...extra });
  const question = { habits: own.habits, t, horizonMs: dayMs };

  test("without any post changes nothing", () => {
    expect(whatIf(steady1, own.state, [], question).points).toEqual({ low: 0, median: 0, high: 0 });
  });

  test("of a post adds more than its presence, since posts draw reactions", () => {
    const { points, beforeReactions } = whatIf(steady1, own.state, [post()], question);
    expect(points.median).toBeGreaterThan(beforeReactions);
    expect(points.low).toBeLessThanOrEqual(points.median);
    expect(points.high).toBeGreaterThanOrEqual(points.median);
  });

  test("without habits is what it changes before anyone reacts", () => {
    const { points, beforeReactions } = whatIf(steady1, own.state, [post()], { ...question, habits: [] });
    expect(points).toEqual({ low: beforeReactions, median: beforeReactions, high: beforeReactions });
  });

  test("says that a post costs points where nobody reacts: selectivity falls", () => {
    const choosy = client(usualHabit, { ...steady1, id: "choosy", weights: { selectivity: 1 } });
    const habits = drawsNothing(choosy.habits);
    expect(whatIf(choosy.algorithm, choosy.state, [post()], { ...question, habits }).points.median).toBeLessThan(0);
  });

  test("adds more at an hour at which posts draw more", () => {
    const usual = whatIf(steady1, own.state, [post()], question).points.median;
    expect(whatIf(steady1, own.state, [post({ factor: 3 })], question).points.median).toBeGreaterThan(usual);
  });

  test("counts a link where the algorithm does", () => {
    const plain = whatIf(steady1, own.state, [post()], question).points.median;
    expect(whatIf(steady1, own.state, [post({ carriesLink: true })], question).points.median).toBeGreaterThan(plain);
  });

  test("of a post after the horizon, or on a held channel, is nothing", () => {
    expect(whatIf(steady1, own.state, [post({ at: t + 2 * dayMs })], question).points.high).toBe(0);
    expect(whatIf(steady1, hold(own.state, channelId, t), [post()], question).points.high).toBe(0);
  });

  test("is worth more on a channel that is silent", () => {
    const state = addChannel(steady1, own.state, { id: "quiet", network: "x", knows: { post: 0 } });
    const quiet = whatIf(steady1, state, [post({ channelId: "quiet" })], question);
    expect(quiet.points.median).toBeGreaterThan(whatIf(steady1, state, [post()], question).points.median);
  });

  test("gives the same answer twice and leaves no trace in the state", () => {
    const before = structuredClone(own.state);
    expect(whatIf(steady1, own.state, [post()], question)).toEqual(whatIf(steady1, own.state, [post()], question));
    expect(own.state).toEqual(before);
  });

  test.each([0, -1, Number.NaN])("refuses a horizon of %s", (horizonMs) => {
    expect(() => whatIf(steady1, own.state, [post()], { ...question, horizonMs })).toThrow(InvalidInput);
  });
});

describe("the sampler", () => {
  const size = 20_000;
  const moments = (draw: () => number) => {
    const values = Array.from({ length: size }, draw);
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size };
  };

  test.each([
    ["normal", () => samplerOf(1).normal, 0, 1],
    ["gamma of shape 0.3", () => bound(samplerOf(2).gamma, 0.3), 0.3, 0.3],
    ["gamma of shape 7", () => bound(samplerOf(3).gamma, 7), 7, 7],
    ["Poisson of mean 0.2", () => bound(samplerOf(4).poisson, 0.2), 0.2, 0.2],
    ["Poisson of mean 12", () => bound(samplerOf(5).poisson, 12), 12, 12],
    ["Poisson of mean 400", () => bound(samplerOf(6).poisson, 400), 400, 400],
  ] as const)("draws a %s with its mean and variance", (_, make, mean, variance) => {
    const found = moments(make());
    const tolerance = 5 * Math.sqrt(Math.max(variance, 0.05) / size);
    expect(Math.abs(found.mean - mean)).toBeLessThan(tolerance);
    expect(Math.abs(found.variance - variance)).toBeLessThan(0.12 * variance + 0.02);
  });

  test("draws nothing of nothing, and the same for the same seed", () => {
    expect(samplerOf(1).poisson(0)).toBe(0);
    expect(samplerOf(9).uniform()).toBe(samplerOf(9).uniform());
    expect(samplerOf(9).uniform()).not.toBe(samplerOf(10).uniform());
  });
});

function bound(draw: (parameter: number) => number, parameter: number): () => number {
  return () => draw(parameter);
}
