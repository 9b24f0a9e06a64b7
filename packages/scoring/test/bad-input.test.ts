import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  addChannel,
  type Batch,
  cdf,
  classic1,
  emptyState,
  fold,
  foldColumns,
  type History,
  hold,
  InvalidInput,
  increments,
  nextPost,
  quantile,
  receipt,
  release,
  removeChannel,
  replay,
  responseCurve,
  runway,
  type Signal,
  scoreAt,
  scoreHistoryAt,
  series,
  stateAt,
  steady1,
  validateAlgorithm,
  weigh,
} from "../src/index.ts";
import { begin, dayMs, hourMs } from "./clients.ts";

/** Runs something that must be refused, and tells which field the refusal names. */
function refusedField(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    expect(error.message).toBe(`${error.field}: ${error.reason}`);
    expect(error.name).toBe("InvalidInput");
    return error.field;
  }
  return "nothing was refused";
}

/** What a caller in plain JavaScript, or a careless cast, might pass. */
function anything<Type>(value: unknown): Type {
  return JSON.parse(JSON.stringify({ value })).value;
}

const channel = { id: "a", network: "x", knows: { post: 0, like: 0 } } as const;
const now = begin + dayMs;
const state = emptyState(steady1, [channel], begin);
const held = hold(state, "a", begin);
const term = { channelId: "a", kind: "like", at: begin, weight: 1 } as const;
const signal: Signal = { id: "1", channelId: "a", kind: "like", at: begin, count: 1 };
const history: History = {
  channels: [channel],
  signals: [signal],
  audience: [],
  holds: [],
  algorithms: [{ algorithm: steady1, from: 0 }],
};
const { NaN: notANumber, POSITIVE_INFINITY: infinite, NEGATIVE_INFINITY: minusInfinite } = Number;
const tooFar = 8.64e15 + 1;

describe("a signal is refused", () => {
  test.each<[string, Partial<Signal>, string]>([
    ["at no instant", { at: notANumber }, "at"],
    ["at an infinite instant", { at: infinite }, "at"],
    ["at an instant beyond all calendars", { at: tooFar }, "at"],
    ["without count", { count: 0 }, "count"],
    ["with a negative count", { count: -1 }, "count"],
    ["with a count that is no number", { count: notANumber }, "count"],
    ["with an infinite count", { count: infinite }, "count"],
    ["with a named actor who counts twice", { actor: "ann", count: 2 }, "count"],
    ["with a named actor who counts half", { actor: "ann", count: 0.5 }, "count"],
    ["of an unknown kind", { kind: anything("poke") }, "kind"],
    ["of a kind that only objects have", { kind: anything("constructor") }, "kind"],
  ])("%s", (_, change, field) => {
    const bad = { ...signal, ...change };
    expect(refusedField(() => weigh([bad]))).toBe(field);
    expect(refusedField(() => stateAt({ ...history, signals: [bad] }, now))).toBe(field);
    expect(
      refusedField(() => replay({ history: { ...history, signals: [bad] }, start: null, until: now, targets: [] })),
    ).toBe(field);
  });
});

describe("a history is refused", () => {
  test.each<[string, Partial<History>, string]>([
    ["with a signal of a channel it does not list", { signals: [{ ...signal, channelId: "b" }] }, "signals.channelId"],
    [
      "with an audience of a channel it does not list",
      { audience: [{ channelId: "b", at: begin, followers: 1 }] },
      "audience.channelId",
    ],
    ["with a hold of a channel it does not list", { holds: [{ channelId: "b", from: begin }] }, "holds.channelId"],
    ["with negative followers", { audience: [{ channelId: "a", at: begin, followers: -1 }] }, "audience.followers"],
    [
      "with followers that are no number",
      { audience: [{ channelId: "a", at: begin, followers: notANumber }] },
      "audience.followers",
    ],
    [
      "with infinite followers",
      { audience: [{ channelId: "a", at: begin, followers: infinite }] },
      "audience.followers",
    ],
    ["with an audience at no instant", { audience: [{ channelId: "a", at: notANumber, followers: 1 }] }, "audience.at"],
    ["with a hold from no instant", { holds: [{ channelId: "a", from: notANumber }] }, "holds.from"],
    ["with a hold to no instant", { holds: [{ channelId: "a", from: begin, to: notANumber }] }, "holds.to"],
    ["with a hold to infinity", { holds: [{ channelId: "a", from: begin, to: infinite }] }, "holds.to"],
    ["with a hold that ends before it begins", { holds: [{ channelId: "a", from: begin, to: begin - 1 }] }, "holds.to"],
    ["with the same channel twice", { channels: [channel, channel] }, "channels"],
    ["without an algorithm", { algorithms: [] }, "algorithms"],
    ["with an activation at no instant", { algorithms: [{ algorithm: steady1, from: notANumber }] }, "algorithms.from"],
    [
      "with two different algorithms of one id",
      {
        algorithms: [
          { algorithm: steady1, from: 0 },
          { algorithm: { ...steady1, rho: 0.4 }, from: 1 },
        ],
      },
      "algorithms",
    ],
    ["with an algorithm that is not valid", { algorithms: [{ algorithm: { ...steady1, rho: 2 }, from: 0 }] }, "rho"],
  ])("%s", (_, change, field) => {
    const bad = { ...history, ...change };
    expect(refusedField(() => stateAt(bad, now))).toBe(field);
    expect(refusedField(() => scoreHistoryAt(bad, now))).toBe(field);
    expect(refusedField(() => series(bad, [now]))).toBe(field);
    expect(refusedField(() => receipt(bad, begin, now))).toBe(field);
    expect(refusedField(() => replay({ history: bad, start: null, until: now, targets: [] }))).toBe(field);
  });
});

describe("a batch is refused", () => {
  test.each<[string, Batch, string]>([
    ["with a term later than now", { add: [{ ...term, at: now + 1 }] }, "add.at"],
    ["with a term at no instant", { add: [{ ...term, at: notANumber }] }, "add.at"],
    ["with a term at minus infinity", { add: [{ ...term, at: minusInfinite }] }, "add.at"],
    ["with a term without weight", { add: [{ ...term, weight: 0 }] }, "add.weight"],
    ["with a negative term", { add: [{ ...term, weight: -1 }] }, "add.weight"],
    ["with an infinite term", { add: [{ ...term, weight: infinite }] }, "add.weight"],
    ["with a term of an unknown kind", { add: [{ ...term, kind: anything("poke") }] }, "add.kind"],
    ["with a term of an unknown channel", { add: [{ ...term, channelId: "b" }] }, "add.channelId"],
    ["with a removal later than now", { remove: [{ ...term, at: now + 1 }] }, "remove.at"],
    ["with a removal without weight", { remove: [{ ...term, weight: 0 }] }, "remove.weight"],
    ["with a removal of an unknown channel", { remove: [{ ...term, channelId: "b" }] }, "remove.channelId"],
    ["with a removal of what was never added", { remove: [term] }, "remove"],
    ["with a removal of more than was added", { add: [term], remove: [{ ...term, weight: 1.001 }] }, "remove"],
    ["with a last post later than now", { lastPosts: [{ channelId: "a", at: now + 1 }] }, "lastPosts.at"],
    ["with a last post at no instant", { lastPosts: [{ channelId: "a", at: notANumber }] }, "lastPosts.at"],
    ["with a last post of an unknown channel", { lastPosts: [{ channelId: "b", at: begin }] }, "lastPosts.channelId"],
    ["with an audience later than now", { audience: [{ channelId: "a", at: now + 1, followers: 1 }] }, "audience.at"],
    ["with a negative audience", { audience: [{ channelId: "a", at: begin, followers: -1 }] }, "audience.followers"],
    [
      "with an audience of an unknown channel",
      { audience: [{ channelId: "b", at: begin, followers: 1 }] },
      "audience.channelId",
    ],
  ])("%s", (_, batch, field) => {
    expect(refusedField(() => fold(steady1, state, batch, now))).toBe(field);
    expect(refusedField(() => release(held, "a", batch, now))).toBe(field);
  });

  test.each<[string, Batch, string]>([
    ["terms", { add: [term] }, "add.channelId"],
    ["removals", { remove: [term] }, "remove.channelId"],
    ["a last post", { lastPosts: [{ channelId: "a", at: begin }] }, "lastPosts.channelId"],
    ["an audience", { audience: [{ channelId: "a", at: begin, followers: 1 }] }, "audience.channelId"],
  ])("with %s of a held channel", (_, batch, field) => {
    expect(refusedField(() => fold(steady1, held, batch, now))).toBe(field);
  });
});

describe("columns are refused", () => {
  const good = {
    channelIds: ["a"],
    channel: Uint16Array.of(0),
    kind: Uint8Array.of(3),
    at: Float64Array.of(begin),
    weight: Float64Array.of(1),
  };

  test.each<[string, Partial<typeof good>, string]>([
    ["with a term later than now", { at: Float64Array.of(now + 1) }, "at[0]"],
    ["with a term at no instant", { at: Float64Array.of(notANumber) }, "at[0]"],
    ["with a term without weight", { weight: Float64Array.of(0) }, "weight[0]"],
    ["with a term whose weight is no number", { weight: Float64Array.of(notANumber) }, "weight[0]"],
    ["with a kind that is none", { kind: Uint8Array.of(10) }, "kind[0]"],
    ["with a channel that is none", { channel: Uint16Array.of(1) }, "channel[0]"],
    ["with a channel that the state lacks", { channelIds: ["b"] }, "channelIds"],
    ["that differ in length", { weight: Float64Array.of(1, 1) }, "columns"],
  ])("%s", (_, change, field) => {
    expect(refusedField(() => foldColumns(steady1, state, { ...good, ...change }, now))).toBe(field);
  });

  test("of a held channel", () => {
    expect(refusedField(() => foldColumns(steady1, held, good, now))).toBe("channel[0]");
  });
});

describe("an algorithm is refused", () => {
  const { presence, engagement, amplification, selectivity, linkMix, reach } = steady1;
  test.each<[string, Partial<Algorithm>, string]>([
    ["without id", { id: "" }, "id"],
    ["without title", { title: "" }, "title"],
    ["whose weights sum to less than 1", { weights: { presence: 0.5, reach: 0.4 } }, "weights"],
    ["whose weights sum to more than 1", { weights: { presence: 0.5, reach: 0.6 } }, "weights"],
    ["without weights", { weights: {} }, "weights"],
    ["with a negative weight", { weights: { presence: 1.5, reach: -0.5 } }, "weights.presence"],
    ["with a weight that is no number", { weights: { presence: notANumber } }, "weights.presence"],
    ["with ρ above 1", { rho: 1.1 }, "rho"],
    ["with ρ that is no number", { rho: notANumber }, "rho"],
    ["without shrinkage", { shrinkagePosts: 0 }, "shrinkagePosts"],
    ["with a network's ρ below 0", { networks: { x: { rho: -0.1 } } }, "networks.x.rho"],
    ["with a network's negative grace", { networks: { x: { graceMs: -1 } } }, "networks.x.graceMs"],
    ["with a negative grace", { presence: { ...presence, graceMs: -1 } }, "presence.graceMs"],
    ["with presence that does not last", { presence: { ...presence, halfLifeMs: 0 } }, "presence.halfLifeMs"],
    ["with presence that lasts for ever", { presence: { ...presence, halfLifeMs: infinite } }, "presence.halfLifeMs"],
    ["with engagement that does not last", { engagement: { ...engagement, halfLifeMs: -1 } }, "engagement.halfLifeMs"],
    [
      "with a reaction that costs points",
      { engagement: { ...engagement, reactions: { ...engagement.reactions, like: -1 } } },
      "engagement.reactions.like",
    ],
    [
      "with engagement's knee at 0",
      { engagement: { ...engagement, saturation: { knee: 0, full: 1 } } },
      "engagement.saturation.knee",
    ],
    [
      "with engagement never full",
      { engagement: { ...engagement, saturation: { knee: 1, full: infinite } } },
      "engagement.saturation.full",
    ],
    [
      "with amplification that does not last",
      { amplification: { ...amplification, halfLifeMs: 0 } },
      "amplification.halfLifeMs",
    ],
    [
      "with link reshares worth less than others",
      { amplification: { ...amplification, linkReshareWeight: 0.9 } },
      "amplification.linkReshareWeight",
    ],
    [
      "with amplification's knee below 0",
      { amplification: { ...amplification, saturation: { knee: -1, full: 1 } } },
      "amplification.saturation.knee",
    ],
    [
      "with selectivity full at 0",
      { selectivity: { ...selectivity, saturation: { knee: 1, full: 0 } } },
      "selectivity.saturation.full",
    ],
    ["with a link band below 0", { linkMix: { ...linkMix, band: { lo: -0.1, hi: 0.5 } } }, "linkMix.band.lo"],
    ["with a link band above 1", { linkMix: { ...linkMix, band: { lo: 0.1, hi: 1.5 } } }, "linkMix.band.hi"],
    ["with a link band upside down", { linkMix: { ...linkMix, band: { lo: 0.6, hi: 0.5 } } }, "linkMix.band"],
    [
      "with reach's knee no number",
      { reach: { ...reach, saturation: { knee: notANumber, full: 1 } } },
      "reach.saturation.knee",
    ],
  ])("%s", (_, change, field) => {
    const bad = { ...steady1, ...change };
    expect(refusedField(() => validateAlgorithm(bad))).toBe(field);
    expect(refusedField(() => emptyState(bad, [channel], begin))).toBe(field);
  });

  test("that did not make the state", () => {
    expect(refusedField(() => scoreAt(classic1, state, now))).toBe("state.algorithmId");
    expect(refusedField(() => fold(classic1, state, {}, now))).toBe("state.algorithmId");
    expect(refusedField(() => runway(classic1, state, 50, now))).toBe("state.algorithmId");
  });

  test("that goes by the id of the state's but has another half-life", () => {
    const impostor = { ...steady1, engagement: { ...engagement, halfLifeMs: hourMs } };
    expect(refusedField(() => scoreAt(impostor, state, now))).toBe("state.channels.sums");
  });
});

describe("a question is refused", () => {
  const curve = responseCurve("x");
  test.each<[string, () => unknown, string]>([
    ["about a score before the state", () => scoreAt(steady1, state, begin - 1), "now"],
    ["about a score at no instant", () => scoreAt(steady1, state, notANumber), "t"],
    ["about a score at infinity", () => scoreAt(steady1, state, infinite), "t"],
    ["about a history at no instant", () => scoreHistoryAt(history, notANumber), "t"],
    ["about a runway before the state", () => runway(steady1, state, 50, begin - 1), "now"],
    ["about a runway to no target", () => runway(steady1, state, notANumber, now), "target"],
    ["about a runway to a target below every score", () => runway(steady1, state, 0.5, now), "target"],
    ["about a runway to a target above every score", () => runway(steady1, state, 101, now), "target"],
    ["about a next post before the state", () => nextPost(steady1, state, begin - 1), "now"],
    [
      "about a next post with a horizon in the past",
      () => nextPost(steady1, state, now, { horizonMs: -1 }),
      "horizonMs",
    ],
    ["about a series at no instant", () => series(history, [notANumber]), "times"],
    ["about a series that goes back", () => series(history, [now, begin]), "times"],
    [
      "about a series with a target that is none",
      () => series(history, [now], [{ from: 0, value: 0 }]),
      "targets.value",
    ],
    ["about a receipt that goes back", () => receipt(history, now, begin), "to"],
    ["about a receipt from no instant", () => receipt(history, notANumber, now), "from"],
    ["about a receipt to no instant", () => receipt(history, begin, notANumber), "to"],
    [
      "about a replay until no instant",
      () => replay({ history, start: null, until: notANumber, targets: [] }),
      "until",
    ],
    [
      "about a replay that ends before it starts",
      () => replay({ history, start: { "steady-1": state }, until: begin - 1, targets: [] }),
      "until",
    ],
    [
      "about a replay without the state of its algorithm",
      () => replay({ history, start: {}, until: now, targets: [] }),
      "start",
    ],
    [
      "about a replay whose channels lack one of the start's",
      () =>
        replay({
          history: { ...history, channels: [], signals: [] },
          start: { "steady-1": state },
          until: now,
          targets: [],
        }),
      "channels",
    ],
    [
      "about a replay that lacks the hold its start is in",
      () => replay({ history, start: { "steady-1": held }, until: now, targets: [] }),
      "holds",
    ],
    [
      "about a replay whose hold began before its start knew",
      () =>
        replay({
          history: { ...history, holds: [{ channelId: "a", from: begin - 1 }] },
          start: { "steady-1": state },
          until: now,
          targets: [],
        }),
      "holds",
    ],
    [
      "about a replay with a target at no instant",
      () => replay({ history, start: null, until: now, targets: [{ from: notANumber, value: 50 }] }),
      "targets.from",
    ],
    [
      "about a replay with a target out of range",
      () => replay({ history, start: null, until: now, targets: [{ from: 0, value: 500 }] }),
      "targets.value",
    ],
    [
      "about a point after a replay",
      () => replay({ history, start: null, until: now, targets: [], pointsAt: [now + 1] }),
      "pointsAt",
    ],
    [
      "about a point at no instant",
      () => replay({ history, start: null, until: now, targets: [], pointsAt: [notANumber] }),
      "pointsAt",
    ],
    [
      "about a checkpoint not after a replay's start",
      () => replay({ history, start: { "steady-1": state }, until: now, targets: [], checkpointsAt: [begin] }),
      "checkpointsAt",
    ],
    ["about a delay beyond all shares", () => quantile(curve, 1.1), "p"],
    ["about a delay of no share", () => quantile(curve, notANumber), "p"],
    ["about a share of no delay", () => cdf(curve, notANumber), "delayMs"],
    [
      "about increments of a post published at no instant",
      () => increments({ publishedAt: notANumber, observations: [], curve }),
      "publishedAt",
    ],
    [
      "about increments observed at no instant",
      () => increments({ publishedAt: begin, observations: [{ observedAt: notANumber, total: 1 }], curve }),
      "observations.observedAt",
    ],
    [
      "about increments of a negative total",
      () => increments({ publishedAt: begin, observations: [{ observedAt: now, total: -1 }], curve }),
      "observations.total",
    ],
    [
      "about increments named at no instant",
      () => increments({ publishedAt: begin, observations: [], named: [{ at: notANumber, count: 1 }], curve }),
      "named.at",
    ],
    [
      "about increments named without count",
      () => increments({ publishedAt: begin, observations: [], named: [{ at: begin, count: 0 }], curve }),
      "named.count",
    ],
  ])("%s", (_, ask, field) => {
    expect(refusedField(ask)).toBe(field);
  });
});

describe("a change of a state is refused", () => {
  test.each<[string, () => unknown, string]>([
    ["that goes back in time", () => fold(steady1, state, {}, begin - 1), "now"],
    ["at no instant", () => fold(steady1, state, {}, notANumber), "now"],
    ["that adds a channel twice", () => addChannel(steady1, state, channel), "channel.id"],
    ["that removes a channel that is not there", () => removeChannel(state, "b"), "channelId"],
    ["that removes what only objects have", () => removeChannel(state, "toString"), "channelId"],
    ["that holds a channel that is not there", () => hold(state, "b", now), "channelId"],
    ["that holds a channel twice", () => hold(held, "a", now), "channelId"],
    ["that holds from no instant", () => hold(state, "a", notANumber), "from"],
    [
      "that holds from before the last post",
      () => hold(fold(steady1, state, { add: [{ ...term, kind: "post", at: now }] }, now), "a", now - 1),
      "from",
    ],
    ["that releases an open channel", () => release(state, "a", {}, now), "channelId"],
    ["that releases a channel that is not there", () => release(held, "b", {}, now), "channelId"],
    ["that releases before the state", () => release(held, "a", {}, begin - 1), "now"],
    ["that starts with a channel twice", () => emptyState(steady1, [channel, channel], begin), "channels"],
    ["that starts at no instant", () => emptyState(steady1, [channel], notANumber), "asOf"],
  ])("%s", (_, change, field) => {
    expect(refusedField(change)).toBe(field);
  });
});
