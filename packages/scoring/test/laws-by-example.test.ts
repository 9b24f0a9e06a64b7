import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  algorithms,
  type ComponentId,
  type History,
  type Hold,
  type InboundKind,
  inboundKinds,
  type Kind,
  neededFrom,
  receipt,
  replay,
  runway,
  type Signal,
  scoreAt,
  scoreHistoryAt,
  series,
  stateAt,
  steady1,
} from "../src/index.ts";
import { begin, blogger, bot, dayMs, evenly, type Habit, historyOf, hourMs, star } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

/** Two months are enough for a client of the contract's landmarks to settle. */
const settled = begin + 60 * dayMs;
const usual = (made: Algorithm, habits: readonly Habit[] = blogger): History =>
  historyOf(made, habits, evenly(habits, { from: begin, to: settled }));
const valueAt = (whole: History, t: number): number => scoreHistoryAt(whole, t).value;
const both = algorithms.map((made) => ({ id: made.id, made }));

describe("law 1: a score lies between 1 and 100", () => {
  const people = [
    { who: "nobody", habits: [] },
    { who: "the bot", habits: bot },
    { who: "the blogger", habits: blogger },
    { who: "the star", habits: star },
  ];
  test.each(both.flatMap(({ id, made }) => people.map((one) => ({ ...one, id, made }))))(
    "$who by $id, on any day of two months and of the silence after it",
    ({ made, habits }) => {
      const times = Array.from({ length: 100 }, (_, n) => begin + n * 1.5 * dayMs);
      for (const { value } of series(usual(made, habits), times)) {
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(100);
      }
    },
  );

  test.each(both)(
    "$id ranks nobody below the bot, the bot below the blogger and the blogger below the star",
    ({ made }) => {
      const ranked = people.map(({ habits }) => valueAt(usual(made, habits), settled));
      expect(ranked).toEqual(ranked.toSorted((a, b) => a - b));
      expect(new Set(ranked).size).toBe(people.length);
    },
  );
});

describe("law 2: more inbound never lowers the score", () => {
  test.each(both.flatMap(({ id, made }) => inboundKinds.map((kind) => ({ id, made, kind }))))(
    "one more $kind by $id, of each channel, at each of many instants after it",
    ({ made, kind }) => {
      const whole = usual(made);
      const before = series(whole, [settled, settled + dayMs, settled + 30 * dayMs]);
      for (const { id: channelId } of whole.channels) {
        const one: Signal = { id: "more", channelId, kind, at: settled, count: 1 };
        const after = series(
          { ...whole, signals: [...whole.signals, one] },
          before.map(({ at }) => at),
        );
        for (const [index, { value }] of after.entries())
          expect(value).toBeGreaterThanOrEqual((before[index]?.value ?? 0) - 1e-12);
      }
    },
  );

  test.each(both)("a channel more, with what happened on it, by $id", ({ made }) => {
    for (let channels = 1; channels < blogger.length; channels++) {
      const [fewer, more] = [channels, channels + 1].map((n) => valueAt(usual(made, blogger.slice(0, n)), settled));
      expect(more).toBeGreaterThanOrEqual((fewer ?? 0) - 1e-12);
    }
  });

  test("one more repeat of an actor on a day, up to the tenth, and no change from the eleventh on", () => {
    const by = onlyBy("engagement");
    const values = Array.from({ length: 14 }, (_, count) => {
      const signals = Array.from({ length: count }, (__, n) => plainSignal("like", 0, { actor: "ann", id: `${n}` }));
      return valueAt(plainHistory(by, { signals }), day(0));
    });
    for (let n = 1; n <= 10; n++) expect(values[n]).toBeGreaterThan(values[n - 1] ?? 0);
    for (let n = 11; n < 14; n++) expectNear(values[n] ?? 0, values[10] ?? 0);
  });
});

describe("law 3: without new signals the score never rises", () => {
  const holds: { title: string; holds: Hold[] }[] = [
    { title: "with all channels open", holds: [] },
    { title: "with one channel held", holds: [{ channelId: "x", from: settled }] },
    { title: "with all channels held", holds: blogger.map(({ id }) => ({ channelId: id, from: settled })) },
  ];
  test.each(both.flatMap(({ id, made }) => holds.map((one) => ({ ...one, id, made }))))(
    "by $id, $title, hour by hour for a month",
    ({ made, holds: held }) => {
      const times = Array.from({ length: 24 * 30 }, (_, hour) => settled + hour * hourMs);
      let last = Number.POSITIVE_INFINITY;
      for (const { value } of series({ ...usual(made), holds: held }, times)) {
        expect(value).toBeLessThanOrEqual(last + 1e-12);
        last = value;
      }
    },
  );

  test.each(both)("so that the runway by $id of a lower target is never shorter", ({ made }) => {
    const state = stateAt(usual(made), settled);
    const { value } = scoreAt(made, state, settled);
    const ends = [1, 2, 4, 8, 12].map((points) => {
      const found = runway(made, state, value - points, settled);
      return found.kind === "at" ? found.at : Number.POSITIVE_INFINITY;
    });
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends[0]).toBeGreaterThan(settled);
  });
});

describe("law 4: all else equal, more people are worth more than more of the same", () => {
  const reshares = (count: number, actors: number): Signal[] =>
    Array.from({ length: count }, (_, n) =>
      plainSignal("reshare", 0, { actor: `actor ${n % actors}`, id: `reshare ${n}` }),
    );
  const by = onlyBy("amplification");

  test("a hundred reshares are worth more the more actors they are from", () => {
    const values = [1, 2, 5, 10, 50, 100].map((actors) =>
      valueAt(plainHistory(by, { signals: reshares(100, actors) }), day(0)),
    );
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(new Set(values).size).toBe(values.length);
    expectNear(values.at(-1) ?? 0, 1 + 9.9 * Math.log2(101));
  });

  test.each(both)("the same reactions over fewer posts are worth no less by $id", ({ made }) => {
    const values = [1_000, 100, 10, 1].map((posts) => {
      const signals = [
        ...Array.from({ length: posts }, (_, n) => plainSignal("post", n / posts, { id: `post ${n}` })),
        plainSignal("post", 1),
        plainSignal("like", 1, { count: 100 }),
      ];
      const without = { ...made, id: "without link mix", weights: onlyBy("selectivity").weights };
      return valueAt(plainHistory(without, { signals }), day(1));
    });
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });
});

describe("law 5: points sum", () => {
  test.each(both)("of components, of channels and of channels within components, by $id", ({ made }) => {
    const whole = { ...usual(made), holds: [{ channelId: "facebook", from: settled - 3 * dayMs }] };
    for (const t of [settled, settled + hourMs, settled + 100 * dayMs]) {
      const { value, components, channels } = scoreHistoryAt(whole, t);
      const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 0);
      expectNear(sum(components), value - 1);
      expectNear(sum(channels), value - 1);
      for (const component of components) expectNear(sum(component.channels), component.points);
    }
  });

  test.each(both)("and so do a receipt's lines by $id, for every week of two months", ({ made }) => {
    const whole = usual(made);
    for (let week = 0; week < 8; week++) {
      const told = receipt(whole, begin + 7 * week * dayMs, begin + 7 * (week + 1) * dayMs);
      const sum = told.lines.reduce((total, { points }) => total + points, 0);
      expect(Math.abs(sum - (told.after - told.before))).toBeLessThan(1e-9);
    }
  });
});

describe("law 6: whole UTC days may be shifted, nothing else", () => {
  const signals = [
    plainSignal("like", 0.99, { actor: "ann" }),
    plainSignal("like", 1.01, { actor: "ann" }),
    plainSignal("post", 0.5),
  ];
  const shifted = (byMs: number): number => {
    const moved = signals.map((signal) => ({ ...signal, at: signal.at + byMs }));
    return valueAt(plainHistory(plain, { signals: moved }), day(2) + byMs);
  };

  test.each([-20_000, -365, -1, 1, 7, 30, 20_000])("by %d days nothing changes", (days) => {
    expectNear(shifted(days * dayMs), shifted(0));
  });

  test.each([
    { title: "half an hour", byMs: hourMs / 2 },
    { title: "twelve hours", byMs: 12 * hourMs },
  ])("by $title one actor's two days become one, and the second counts half", ({ byMs }) => {
    expect(shifted(byMs)).toBeLessThan(shifted(0));
  });
});

describe("law 7: a held channel's terms are constant until release", () => {
  const ids: readonly ComponentId[] = ["presence", "engagement", "amplification", "selectivity", "linkMix", "reach"];
  test.each(ids.map((id) => ({ id })))("its points of $id, alone and held, are the same for years", ({ id }) => {
    const kinds: Kind[] = ["post", "linkPost", "like", "reshare"];
    const whole = plainHistory(onlyBy(id), {
      channels: [plainChannel("a")],
      signals: kinds.map((kind) => plainSignal(kind, 0, { count: 2 })),
      audience: [{ channelId: "a", at: day(0), followers: 50 }],
      holds: [{ channelId: "a", from: day(2) }],
    });
    const at = valueAt(whole, day(2));
    expect(at).toBeGreaterThan(1);
    for (const days of [2.1, 3, 100, 1_000]) expectNear(valueAt(whole, day(days)), at);
  });

  test("what it made before the hold is what it is left with", () => {
    const signals = [plainSignal("like", 0, { count: 8 }), plainSignal("like", 1.5, { count: 100 })];
    const open = plainHistory(plain, { signals: signals.slice(0, 1) });
    const held = plainHistory(plain, { signals, holds: [{ channelId: "a", from: day(1) }] });
    expectNear(valueAt(held, day(9)), valueAt(open, day(1)));
  });
});

describe("law 8: rebuilding equals going on", () => {
  const whole: History = {
    ...usual(steady1),
    holds: [{ channelId: "instagram", from: begin + 20 * dayMs, to: begin + 25 * dayMs }],
  };
  const times = [10, 22, 25, 40, 59].map((days) => begin + days * dayMs - 1);

  test.each(times.map((at, n) => ({ n, at })))(
    "from the %#th of five checkpoints, in one stretch or many",
    ({ at }) => {
      const start = replay({ history: whole, start: null, until: at, targets: [] }).states;
      const direct = replay({ history: whole, start: null, until: settled, targets: [] }).states;
      const onward = replay({ history: whole, start, until: settled, targets: [] }).states;
      const [ours, theirs] = [onward, direct].map(({ [steady1.id]: state }) => state);
      expect(ours && theirs && scoreAt(steady1, ours, settled).value).toBeCloseTo(
        theirs === undefined ? Number.NaN : scoreAt(steady1, theirs, settled).value,
        9,
      );
    },
  );

  test("needs of each open channel no more than the day of the state", () => {
    const state = stateAt(whole, begin + 40 * dayMs + 5 * hourMs);
    expect(new Set(neededFrom(state).map(({ from }) => from))).toEqual(new Set([begin + 40 * dayMs]));
  });

  test("needs of a held channel everything since the day on which its hold began", () => {
    const state = stateAt(whole, begin + 22 * dayMs + 5 * hourMs);
    const needed = new Map(neededFrom(state).map(({ channelId, from }) => [channelId, from]));
    expect(needed.get("instagram")).toBe(begin + 20 * dayMs);
    expect(needed.get("x")).toBe(begin + 22 * dayMs);
  });
});

describe("what the two built-in algorithms promise", () => {
  const [steady, classic] = algorithms;
  const fall = (made: Algorithm | undefined, days: number): number => {
    const whole = usual(made ?? steady1);
    return valueAt(whole, settled) - valueAt(whole, settled + days * dayMs);
  };

  test.each([1, 2, 7, 30])("%d days of silence cost less by steady than by classic", (days) => {
    expect(fall(steady, days)).toBeLessThan(fall(classic, days));
  });

  test("a weekend of silence costs steady less than a point", () => {
    expect(fall(steady, 2)).toBeLessThan(1);
  });

  test.each<[InboundKind, InboundKind]>([
    ["like", "view"],
    ["save", "like"],
    ["comment", "mention"],
    ["reshare", "click"],
  ])("a %s is worth more than a %s by both", (dear, cheap) => {
    for (const { made } of both) {
      const [more, less] = [dear, cheap].map((kind) =>
        valueAt(plainHistory(made, { signals: [plainSignal(kind, 0, { count: 100 })] }), day(0)),
      );
      expect(more).toBeGreaterThan(less ?? 0);
    }
  });

  test("links are scored by classic and only advised on by steady", () => {
    const links = (share: number, made: Algorithm | undefined): number => {
      const signals = [
        plainSignal("linkPost", 0, { count: 100 * share }),
        plainSignal("post", 0, { count: 100 * (1 - share) }),
      ];
      return valueAt(plainHistory(made ?? steady1, { signals }), day(0));
    };
    expect(links(0.4, classic)).toBeGreaterThan(links(0.9, classic));
    expectNear(links(0.4, steady), links(0.9, steady));
  });
});
