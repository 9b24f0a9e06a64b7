import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  activeAt,
  algorithms,
  builtIn,
  classic1,
  componentIds,
  componentTitles,
  emptyState,
  fold,
  type History,
  hold,
  inboundKinds,
  kinds,
  outboundKinds,
  saturate,
  scoreAt,
  scoreHistoryAt,
  stateAt,
  steady1,
  tent,
  validateAlgorithm,
  weigh,
} from "../src/index.ts";
import { algorithm, channelId, history, moment } from "./arbitraries.ts";
import { afterWarmUp, begin, blogger, channelsOf, dayMs, evenly, historyOf, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const usual = (made: Algorithm): History => historyOf(made, blogger, evenly(blogger, { from: begin, to: afterWarmUp }));

describe("diminishing returns", () => {
  test.each([
    [0, 1, 9, 0],
    [9, 1, 9, 1],
    [100, 1, 9, 1],
    [9, 1, 99, 0.5],
    [1, 1, 3, 0.5],
    [Number.POSITIVE_INFINITY, 1, 9, 1],
  ])("of %d with knee %d and full %d are %d", (x, knee, full, expected) => {
    expect(saturate(x, { knee, full })).toBeCloseTo(expected, 14);
  });

  test("never fall", () => {
    const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, positive, (a, b, knee, full) => {
        expect(saturate(Math.max(a, b), { knee, full })).toBeGreaterThanOrEqual(
          saturate(Math.min(a, b), { knee, full }),
        );
      }),
    );
  });
});

describe("the link band", () => {
  test.each([
    [0, 0.2, 0.6, 0],
    [0.1, 0.2, 0.6, 0.5],
    [0.2, 0.2, 0.6, 1],
    [0.4, 0.2, 0.6, 1],
    [0.6, 0.2, 0.6, 1],
    [0.8, 0.2, 0.6, 0.5],
    [1, 0.2, 0.6, 0],
    [0, 0, 0.6, 1],
    [1, 0.2, 1, 1],
    [0.5, 0.5, 0.5, 1],
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [1, 1, 1, 1],
  ])("rates %d within [%d, %d] at %d", (ratio, lo, hi, expected) => {
    expect(tent(ratio, { lo, hi })).toBeCloseTo(expected, 14);
  });
});

describe("the built-in algorithms", () => {
  test.each(algorithms)("$id is valid and plain JSON", (made) => {
    expect(validateAlgorithm(made)).toBe(made);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(builtIn(made.id)).toBe(made);
  });

  test.each(algorithms)("$id cannot be changed, only forked", (made) => {
    expect(Object.isFrozen(made)).toBe(true);
    expect(Object.isFrozen(made.weights)).toBe(true);
    expect(Object.isFrozen(made.engagement.reactions)).toBe(true);
    const fork = { ...made, id: "fork", rho: 0.1 };
    expect(validateAlgorithm(fork).rho).toBe(0.1);
  });

  test("are as the contract has them", () => {
    const hours = (ms: number) => ms / hourMs;
    expect(Object.keys(classic1.weights)).toEqual(["presence", "engagement", "amplification", "linkMix", "reach"]);
    expect(Object.keys(steady1.weights)).toEqual(["presence", "engagement", "amplification", "selectivity", "reach"]);
    expect([classic1, steady1].map(({ presence }) => hours(presence.graceMs))).toEqual([3, 24]);
    expect([classic1, steady1].map(({ engagement }) => hours(engagement.halfLifeMs) / 24)).toEqual([7, 21]);
    expect([classic1, steady1].map(({ amplification }) => amplification.linkReshareWeight >= 1)).toEqual([true, true]);
    expect(algorithms[0]).toBe(steady1);
  });

  test("are the only ones built in", () => {
    expect(builtIn("classic-2")).toBeUndefined();
  });
});

describe("the active algorithm", () => {
  const [first, second, third] = [
    { ...steady1, id: "a" },
    { ...steady1, id: "b" },
    { ...steady1, id: "c" },
  ];
  const activations = [
    { algorithm: second, from: 20 },
    { algorithm: first, from: 10 },
    { algorithm: third, from: 20 },
  ];

  test.each([
    [0, "a"],
    [10, "a"],
    [19, "a"],
    [20, "c"],
    [1_000, "c"],
  ])("at %d is %s, in whatever order activations are given", (t, id) => {
    expect(activeAt(activations, t).id).toBe(id);
    expect(
      activeAt(
        activations.toSorted((a, b) => b.from - a.from),
        t,
      ).id,
    ).toBe(id);
  });

  test("of no activations is refused", () => {
    expect(() => activeAt([], 0)).toThrow("algorithms");
  });
});

describe("kinds", () => {
  test("are the outbound and the inbound ones, in an order that is never changed", () => {
    expect(kinds).toEqual([
      "post",
      "linkPost",
      "view",
      "like",
      "click",
      "save",
      "reshare",
      "linkReshare",
      "mention",
      "comment",
    ]);
    expect([...outboundKinds, ...inboundKinds]).toEqual(kinds);
  });
});

describe("an explained score", () => {
  test("lists the components that have a weight, in their order and by their titles", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        const { components } = scoreAt(made, emptyState(made, [], begin), begin);
        const weighted = componentIds.filter((id) => (made.weights[id] ?? 0) > 0);
        expect(components.map(({ id }) => id)).toEqual(weighted);
        expect(components.map(({ title }) => title)).toEqual(weighted.map((id) => componentTitles[id]));
        expect(components.every(({ phi, points }) => phi === 0 && points === 0)).toBe(true);
      }),
    );
  });

  test("keeps every φ between 0 and 1, and coverage too", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => {
        const { components, coverage } = scoreHistoryAt(whole, t);
        for (const { phi } of components) {
          expect(phi).toBeGreaterThanOrEqual(0);
          expect(phi).toBeLessThanOrEqual(1);
        }
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("splits a component's points in proportion to its channels' own terms", () => {
    const whole = usual(steady1);
    const reach = scoreHistoryAt(whole, afterWarmUp).components.find(({ id }) => id === "reach");
    for (const [index, { followers }] of blogger.entries()) {
      expectNear(reach?.channels[index]?.points ?? Number.NaN, ((reach?.points ?? 0) * followers) / 2_500);
    }
  });

  test("gives all of selectivity to the best channel", () => {
    const selectivity = scoreHistoryAt(usual(steady1), afterWarmUp).components.find(({ id }) => id === "selectivity");
    const earning = selectivity?.channels.filter(({ points }) => points > 0) ?? [];
    expect(earning.map((channel) => channel.channelId)).toEqual(["facebook"]);
    expectNear(earning[0]?.points ?? Number.NaN, selectivity?.points ?? 0);
  });

  test("covers everything when nothing is held, and nothing when all channels are", () => {
    const state = stateAt(usual(steady1), afterWarmUp);
    expect(scoreAt(steady1, state, afterWarmUp).coverage).toBe(1);
    const allHeld = blogger.reduce((one, { id }) => hold(one, id, afterWarmUp), state);
    expectNear(scoreAt(steady1, allHeld, afterWarmUp).coverage, 0);
  });

  test("covers less by what a held channel makes", () => {
    fc.assert(
      fc.property(channelId, fc.constantFrom(...blogger.map(({ id }) => id)), (_, id) => {
        const held = hold(stateAt(usual(steady1), afterWarmUp), id, afterWarmUp);
        const { coverage, channels, value } = scoreAt(steady1, held, afterWarmUp);
        const own = channels.find((channel) => channel.channelId === id);
        expect(own?.held).toBe(true);
        expect(channels.filter((channel) => channel.held)).toHaveLength(1);
        expectNear(coverage, 1 - (own?.points ?? 0) / (value - 1));
      }),
    );
  });

  test("of a held channel is what it was, save that the others go on", () => {
    const held = blogger.reduce((one, { id }) => hold(one, id, afterWarmUp), stateAt(usual(classic1), afterWarmUp));
    const [then, now] = [afterWarmUp, afterWarmUp + 90 * dayMs].map((t) => scoreAt(classic1, held, t).value);
    expectNear(now ?? Number.NaN, then ?? 0);
  });
});

describe("what a network does not tell", () => {
  const knowing = (knows: History["channels"][number]["knows"]): History => ({
    ...historyOf(steady1, blogger.slice(0, 1), evenly(blogger.slice(0, 1), { from: begin, to: afterWarmUp })),
    channels: [{ id: "x", network: "x", knows }],
  });
  const everything = channelsOf(blogger)[0]?.knows ?? {};

  test("is listed, not taken for zero", () => {
    const { unknownKinds } = scoreHistoryAt(knowing({ post: 0, like: 0 }), afterWarmUp);
    expect(unknownKinds).toEqual([
      { channelId: "x", kinds: ["linkPost", "view", "click", "save", "reshare", "linkReshare", "mention", "comment"] },
    ]);
  });

  test("yet is listed until the network does", () => {
    const { like: _, ...others } = everything;
    const whole = knowing({ ...others, like: afterWarmUp });
    expect(scoreHistoryAt(whole, afterWarmUp - 1).unknownKinds).toEqual([{ channelId: "x", kinds: ["like"] }]);
    expect(scoreHistoryAt(whole, afterWarmUp).unknownKinds).toEqual([]);
  });

  test("of reactions makes selectivity skip the channel", () => {
    const phi = (whole: History) =>
      scoreHistoryAt(whole, afterWarmUp).components.find(({ id }) => id === "selectivity")?.phi;
    expect(phi(knowing({ post: 0 }))).toBe(0);
    expect(phi(knowing({ post: 0, comment: 0 }))).toBeGreaterThan(0);
  });

  test("is not listed when everything is told", () => {
    expect(scoreHistoryAt(knowing(everything), afterWarmUp).unknownKinds).toEqual([]);
  });
});

describe("link ratios", () => {
  test("are shown under every algorithm, decayed, with the band", () => {
    for (const made of algorithms) {
      const { linkRatios } = scoreHistoryAt(usual(made), afterWarmUp);
      expect(linkRatios.map(({ channelId: id }) => id)).toEqual(["x", "facebook", "instagram", "blog"]);
      expect(linkRatios.map(({ ratio }) => Math.round((ratio ?? 0) * 10) / 10)).toEqual([0.5, 0.5, 0, 1]);
      expect(linkRatios.every(({ band }) => band[0] === 0.2 && band[1] === 0.6)).toBe(true);
    }
  });

  test("of a channel without posts are unknown", () => {
    expect(
      scoreAt(steady1, emptyState(steady1, channelsOf(blogger), begin), begin).linkRatios.every(
        ({ ratio }) => ratio === null,
      ),
    ).toBe(true);
  });

  test("do not fade with time", () => {
    const state = fold(
      steady1,
      emptyState(steady1, [{ id: "x", network: "x", knows: {} }], begin),
      {
        add: weigh([
          { id: "1", channelId: "x", kind: "post", at: begin, count: 3 },
          { id: "2", channelId: "x", kind: "linkPost", at: begin, count: 1 },
        ]),
      },
      begin,
    );
    for (const years of [0, 1, 20])
      expectNear(scoreAt(steady1, state, begin + years * 365 * dayMs).linkRatios[0]?.ratio ?? Number.NaN, 0.25);
  });
});
