import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Habits, habitsOf, InvalidInput, responseCurve } from "../src/index.ts";
import { history } from "./arbitraries.ts";
import {
  begin,
  channelId,
  dayMs,
  hourMs,
  learnedAt,
  type PostingHabit,
  posting,
  postingHistory,
} from "./forecast-clients.ts";

const habitOf = (habit: PostingHabit = {}, t = learnedAt): Habits => {
  const [habits] = habitsOf(postingHistory(habit), { t });
  if (habits === undefined) throw new Error("no habits");
  return habits;
};

describe("what posts draw", () => {
  test.each([
    ["likes", { likes: 6 }, "like", 6],
    ["reshares, those of link posts among them", { reshares: 4 }, "reshare", 4],
  ] as const)("is learned: %s per post", (_, habit, kind, expected) => {
    expect(habitOf(habit).perPost[kind]).toBeCloseTo(expected, 0);
  });

  test("counts repeats of one person on one day as the score does: ten likes of one are worth 2.93", () => {
    const at = begin + 50 * dayMs;
    const signals = Array.from({ length: 60 }, (_, day) => begin + day * dayMs).flatMap((from) => [
      { id: `post ${from}`, channelId, kind: "post" as const, at: from, count: 1, postId: `post ${from}` },
      ...Array.from({ length: 10 }, (_, i) => ({
        id: `like ${from} ${i}`,
        channelId,
        kind: "like" as const,
        at: from + i + 1,
        count: 1,
        actor: "the same fan",
        postId: `post ${from}`,
      })),
    ]);
    const [habits] = habitsOf({ ...postingHistory(), signals }, { t: at });
    expect(habits?.perPost.like).toBeGreaterThan(2.8);
    expect(habits?.perPost.like).toBeLessThan(3.25);
  });

  test("does not fall short because the newest posts have not drawn all yet", () => {
    const slow = {
      network: "instagram",
      delayMs: (random: () => number) => 19 * hourMs * Math.exp(1.9 * normal(random)),
    };
    expect(habitOf({ ...slow, likes: 10 }).perPost.like).toBeGreaterThan(8.5);
    expect(habitOf({ ...slow, likes: 10 }).perPost.like).toBeLessThan(11.5);
  });

  test("follows a trend: a channel that doubled in the last weeks is taken at its new level, nearly", () => {
    const doubled = habitOf({ factor: ({ number }) => (number > 170 ? 2 : 1) }).perPost.like ?? 0;
    expect(doubled).toBeGreaterThan(9);
    expect(doubled).toBeLessThan(13.5);
  });

  test("of a channel that grows all the time does not lag behind by all of its memory", () => {
    // From 6 likes a post to 24; the posts of the last weeks drew 18 on average.
    const growing = habitOf({ factor: ({ number }) => 1 + number / 80 }).perPost.like ?? 0;
    expect(growing).toBeGreaterThan(20);
    expect(growing).toBeLessThan(26);
  });

  test("of a channel without history is what the client's other channels draw, and says that it knows no posts", () => {
    const one = postingHistory({ likes: 8 });
    const channels = [...one.channels, { id: "new", network: "x", knows: one.channels[0]?.knows ?? {} }];
    const fresh = habitsOf({ ...one, channels }, { t: learnedAt }).find((own) => own.channelId === "new");
    expect(fresh).toMatchObject({ posts: 0, postsPerWeek: 0, recent: [], curve: { basis: "published" } });
    expect(fresh?.perPost.like).toBeCloseTo(8, 0);
  });

  test("of a client without any history comes from followers alone: five likes a thousand", () => {
    const [fresh] = habitsOf({ ...postingHistory(), signals: [] }, { t: learnedAt });
    expect(fresh).toMatchObject({ posts: 0, perDay: {} });
    expect(fresh?.perPost.like).toBeCloseTo(5, 6);
  });

  test("says nothing of kinds that the network does not tell", () => {
    const told = postingHistory();
    const channels = told.channels.map((channel) => ({ ...channel, knows: { post: 0, like: 0 } }));
    const [habits] = habitsOf({ ...told, channels }, { t: learnedAt });
    expect(Object.keys(habits?.perPost ?? {})).toEqual(["like"]);
  });

  test("leaves what belongs to no post to the day: three mentions", () => {
    expect(habitOf({ mentionsPerDay: 3 }).perDay.mention).toBeCloseTo(3, 1);
    expect(habitOf({ mentionsPerDay: 3 }).perPost.mention).toBeCloseTo(0, 6);
  });

  test.each([
    ["two a day", 2, 14],
    ["one in two days", 0.5, 3.5],
  ])("is told with the pace: %s", (_, postsPerDay, perWeek) => {
    expect(habitOf({ postsPerDay }).postsPerWeek).toBeCloseTo(perWeek, 0);
    expect(habitOf({ postsPerDay }).linkShare).toBe(0.5);
  });
});

describe("how unlike posts and weeks are", () => {
  test("even posts have next to no luck, posts of which one in five takes all have much", () => {
    expect(habitOf({}).luckVariance).toBeLessThan(0.1);
    const wild = habitOf({ factor: (_, random) => (random() < 0.2 ? 5 : 0) });
    expect(wild.luckVariance).toBeGreaterThan(2);
    expect(wild.luckVariance).toBeLessThan(6);
  });

  test("good and bad weeks are told from luck", () => {
    const even = habitOf({}).levelVariance;
    const uneven = habitOf({ factor: ({ number }) => (Math.floor(number / 14) % 2 === 0 ? 0.5 : 1.5) }).levelVariance;
    expect(even).toBeLessThan(0.03);
    expect(uneven).toBeGreaterThan(0.1);
  });

  test("a client of whom little is known is taken to be uneven", () => {
    expect(habitOf({ days: 3 }, begin + 4 * dayMs).levelVariance).toBeGreaterThan(habitOf({}).levelVariance);
  });
});

describe("the curve of a channel", () => {
  const lognormal = (medianMs: number, sigma: number) => (random: () => number) =>
    medianMs * Math.exp(sigma * normal(random));

  test("is its own once enough named reactions are known, pulled towards the network's", () => {
    const { curve } = habitOf({ delayMs: lognormal(6 * hourMs, 1), likes: 6 });
    expect(curve.basis).toBe("own");
    expect(curve.medianMs).toBeGreaterThan(4 * hourMs);
    expect(curve.medianMs).toBeLessThan(6 * hourMs);
    expect(curve.sigma).toBeGreaterThan(0.9);
    expect(curve.sigma).toBeLessThan(1.6);
    expect(curve.sample.reactions).toBeGreaterThan(1_000);
  });

  test.each([
    ["fewer than thirty reactions", { days: 20, postsPerDay: 1, likes: 1, reshares: 0 }],
    ["reactions to fewer than eight posts", { days: 7, postsPerDay: 1, likes: 50 }],
  ])("is the network's after %s, and says how many there were", (_, habit) => {
    const { curve } = habitOf(habit, begin + 60 * dayMs);
    const { medianMs, sigma, basis } = responseCurve("x");
    expect(curve).toMatchObject({ medianMs, sigma, basis });
    expect(curve.sample.reactions).toBeGreaterThan(0);
  });

  test("is never fitted to what only totals told: those were dated by the network's own curve", () => {
    const { curve } = habitOf({ isNamed: false, delayMs: lognormal(6 * hourMs, 1) });
    expect(curve).toMatchObject({
      basis: "published",
      medianMs: responseCurve("x").medianMs,
      sample: { reactions: 0 },
    });
  });

  test("does not take young posts for quick ones: only posts that had their time count", () => {
    const young = habitOf({ days: 1, postsPerDay: 20, delayMs: lognormal(6 * hourMs, 1) }, begin + 1.05 * dayMs);
    expect(young.curve).toMatchObject({ basis: "published", sample: { reactions: 0 } });
  });

  test("is the network's where most reactions come after posts are no longer watched", () => {
    expect(habitOf({ network: "pinterest" }).curve).toMatchObject({ basis: "published" });
  });
});

describe("posts whose reactions are still coming", () => {
  test("stand alone while they are new, and in groups when they are many; none is lost", () => {
    const { recent } = habitOf({ postsPerDay: 20, network: "instagram", isNamed: false });
    expect(recent.length).toBeLessThanOrEqual(48);
    expect(recent.at(-1)?.posts).toBe(1);
    expect(recent.map(({ at }) => at)).toEqual(recent.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(recent.reduce((sum, { posts }) => sum + posts, 0)).toBeGreaterThan(300);
  });

  test("are none a long time after the last post", () => {
    expect(habitOf({}, learnedAt + 60 * dayMs).recent).toEqual([]);
  });
});

describe("best hours", () => {
  const evening = { postsPerDay: 3, factor: ({ hour }: { hour: number }) => (hour >= 18 && hour < 21 ? 3 : 1) };

  test("are found where posts of an evening draw three times as much", () => {
    const { hours } = habitOf(evening).hours;
    const better = hours.filter(({ isBetter }) => isBetter).map(({ hour }) => hour);
    expect(better).toContain(19);
    for (const hour of better) expect([17, 18, 19, 20, 21]).toContain(hour);
    expect(hours[0]?.factor).toBeGreaterThan(1.5);
  });

  test("are told by the clocks of the client: where it is five hours later, so are they", () => {
    const localHour = (at: number) => (new Date(at).getUTCHours() + 5) % 24;
    const [habits] = habitsOf(postingHistory(evening), { t: learnedAt, localHour });
    expect(habits?.hours.hours[0]?.hour).toBe(0);
  });

  test("are never told from fewer than twenty posts", () => {
    expect(habitOf({ ...evening, days: 6 }, begin + 30 * dayMs).hours).toMatchObject({ posts: 18, hours: [] });
    expect(habitOf({ ...evening, days: 7 }, begin + 30 * dayMs).hours.hours).not.toEqual([]);
  });

  test("are not invented: of forty channels without any, at most two seem to have one", () => {
    const seeming = Array.from({ length: 40 }, (_, seed) =>
      habitOf({ days: 60, seed: seed + 1, factor: (__, random) => 2 * random() }, begin + 62 * dayMs),
    ).filter(({ hours }) => hours.hours.some(({ isBetter }) => isBetter));
    expect(seeming.length).toBeLessThanOrEqual(2);
  });

  test("say how sure they are: the range holds the factor, and is wider with fewer posts", () => {
    const few = habitOf({ ...evening, days: 20 }, begin + 40 * dayMs).hours.hours[0];
    const many = habitOf(evening).hours.hours[0];
    const width = (hour: typeof few) => Math.log((hour?.high ?? 0) / (hour?.low ?? 1));
    expect(width(few)).toBeGreaterThan(width(many));
    for (const { low, factor, high } of habitOf(evening).hours.hours) {
      expect(low).toBeLessThanOrEqual(factor);
      expect(high).toBeGreaterThanOrEqual(factor);
    }
  });
});

describe("laws of habits", () => {
  test("they are plain JSON and hold no number that is none", () => {
    fc.assert(
      fc.property(history, (whole) => {
        const learned = habitsOf(whole, { t: begin + 60 * dayMs });
        expect(JSON.parse(JSON.stringify(learned))).toEqual(learned);
        expect(learned.map((own) => own.channelId)).toEqual(whole.channels.map(({ id }) => id));
      }),
    );
  });

  test("what happens after the instant changes nothing", () => {
    const whole = postingHistory();
    const t = begin + 80 * dayMs;
    const known = { ...whole, signals: whole.signals.filter(({ at }) => at <= t) };
    expect(habitsOf(whole, { t })).toEqual(habitsOf(known, { t }));
  });

  test("the order in which signals are given is irrelevant", () => {
    const whole = postingHistory();
    const turned = { ...whole, signals: whole.signals.toReversed() };
    const [a, b] = [habitsOf(whole, { t: learnedAt })[0], habitsOf(turned, { t: learnedAt })[0]];
    expect(b?.perPost.like).toBeCloseTo(a?.perPost.like ?? Number.NaN, 9);
    expect(b?.curve.medianMs).toBeCloseTo(a?.curve.medianMs ?? Number.NaN, 3);
  });

  test("shifting everything by whole days shifts the instants in them and nothing else", () => {
    const whole = postingHistory();
    const by = 30 * dayMs;
    const later = {
      ...whole,
      signals: whole.signals.map((signal) => ({ ...signal, at: signal.at + by })),
      audience: whole.audience.map((seen) => ({ ...seen, at: seen.at + by })),
    };
    const [a] = habitsOf(whole, { t: learnedAt });
    const [b] = habitsOf(later, { t: learnedAt + by });
    expect(b).toEqual({
      ...a,
      asOf: learnedAt + by,
      recent: a?.recent.map((group) => ({ ...group, at: group.at + by })),
    });
  });

  test("a held channel's habits are those of the start of the hold", () => {
    const whole = postingHistory();
    const from = begin + 80 * dayMs;
    const held = { ...whole, holds: [{ channelId, from }] };
    expect(habitsOf(held, { t: learnedAt })).toEqual(habitsOf(whole, { t: from }));
  });

  test("an instant that is none is refused", () => {
    expect(() => habitsOf(postingHistory(), { t: Number.NaN })).toThrow(InvalidInput);
    const bad = { ...postingHistory(), signals: posting().map((signal) => ({ ...signal, count: 0 })) };
    expect(() => habitsOf(bad, { t: learnedAt })).toThrow(InvalidInput);
  });
});

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
