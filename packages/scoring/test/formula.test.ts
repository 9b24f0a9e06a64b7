import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  type Audience,
  type ComponentId,
  componentIds,
  type History,
  type Hold,
  type Kind,
  kinds,
  receipt,
  runway,
  type Signal,
  scoreAt,
  scoreHistoryAt,
  series,
  stateAt,
} from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";
import { day, everyKind, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

/** log₂(1 + x) ÷ 10: the saturation of the algorithm of the head, up to x = 1 023. */
const sat = (x: number): number => Math.log2(1 + x) / 10;

interface Case {
  title: string;
  signals?: Signal[];
  audience?: Audience[];
  holds?: Hold[];
  algorithm?: Partial<Algorithm>;
  /** Days after the first instant. */
  at: number;
  phi: number;
}

const phiOf = (id: ComponentId, { signals = [], audience = [], holds = [], algorithm = {}, at }: Case): number => {
  const score = scoreHistoryAt(plainHistory(onlyBy(id, algorithm), { signals, audience, holds }), day(at));
  return score.components[0]?.phi ?? Number.NaN;
};
const on = (channelId: string) => ({ channelId });
const times = (count: number) => ({ count });

describe("presence", () => {
  test.each<Case>([
    { title: "of a client who never posted is 0", at: 5, phi: 0 },
    { title: "at the post is ρ", signals: [plainSignal("post", 0)], at: 0, phi: 0.5 },
    { title: "to the end of grace is ρ", signals: [plainSignal("post", 0)], at: 0.25, phi: 0.5 },
    { title: "a half-life after grace is half of ρ", signals: [plainSignal("post", 0)], at: 1.25, phi: 0.25 },
    { title: "two half-lives after grace is a quarter", signals: [plainSignal("post", 0)], at: 2.25, phi: 0.125 },
    {
      title: "starts anew with every post",
      signals: [plainSignal("post", 0), plainSignal("post", 2)],
      at: 2,
      phi: 0.5,
    },
    { title: "asks for no number of posts", signals: [plainSignal("post", 0, times(500))], at: 0, phi: 0.5 },
    { title: "counts a post with a link as a post", signals: [plainSignal("linkPost", 0)], at: 0, phi: 0.5 },
    { title: "is not moved by reactions", signals: [plainSignal("comment", 0, times(500))], at: 0, phi: 0 },
    {
      title: "of two channels is what neither misses: 1 − ½ · ½",
      signals: [plainSignal("post", 0), plainSignal("post", 0, on("b"))],
      at: 0,
      phi: 0.75,
    },
    {
      title: "of two channels, one of which faded to a quarter: 1 − ½ · ¾",
      signals: [plainSignal("post", 0), plainSignal("post", 1.25, on("b"))],
      at: 1.25,
      phi: 0.625,
    },
    {
      title: "has a grace and ρ of its network's own where the algorithm gives one",
      signals: [plainSignal("post", 0)],
      algorithm: { networks: { x: { rho: 0.8, graceMs: 12 * hourMs } } },
      at: 1.5,
      phi: 0.4,
    },
    {
      title: "of a held channel is what it was at the start of the hold",
      signals: [plainSignal("post", 0)],
      holds: [{ channelId: "a", from: day(1.25) }],
      at: 300,
      phi: 0.25,
    },
    {
      title: "of a channel that is released is as if it had never been held",
      signals: [plainSignal("post", 0)],
      holds: [{ channelId: "a", from: day(0.25), to: day(2.25) }],
      at: 2.25,
      phi: 0.125,
    },
  ])("$title", (fact) => {
    expectNear(phiOf("presence", fact), fact.phi);
  });
});

describe("engagement", () => {
  test.each<Case>([
    { title: "of silence is 0", at: 1, phi: 0 },
    { title: "of one like is one unit", signals: [plainSignal("like", 0)], at: 0, phi: sat(1) },
    {
      title: "of three likes, told as one count, is three",
      signals: [plainSignal("like", 0, times(3))],
      at: 0,
      phi: 0.2,
    },
    {
      title: "halves its sum, not its points, in a half-life",
      signals: [plainSignal("like", 0, times(6))],
      at: 1,
      phi: 0.2,
    },
    { title: "of a view is half a like", signals: [plainSignal("view", 0, times(6))], at: 0, phi: 0.2 },
    { title: "of a save is two", signals: [plainSignal("save", 0)], at: 0, phi: sat(2) },
    { title: "of a mention is two", signals: [plainSignal("mention", 0)], at: 0, phi: sat(2) },
    { title: "of a comment is three", signals: [plainSignal("comment", 0)], at: 0, phi: 0.2 },
    { title: "of a reshare is three", signals: [plainSignal("reshare", 0)], at: 0, phi: 0.2 },
    {
      title: "of a reshare of a link is a reshare's: its own worth is 0 here",
      signals: [plainSignal("linkReshare", 0)],
      at: 0,
      phi: 0.2,
    },
    { title: "is not moved by posts", signals: [plainSignal("post", 0, times(500))], at: 0, phi: 0 },
    {
      title: "adds up channels before it saturates",
      signals: [plainSignal("like", 0), plainSignal("like", 0, { ...on("b"), count: 2 })],
      at: 0,
      phi: 0.2,
    },
    { title: "is full at `full`", signals: [plainSignal("like", 0, times(1023))], at: 0, phi: 1 },
    { title: "is no more than full beyond it", signals: [plainSignal("like", 0, times(1e12))], at: 0, phi: 1 },
    {
      title: "of one actor's three on one day is 1 + ½ + ⅓, undecayed at one instant",
      signals: [0, 1, 2].map((n) => plainSignal("like", 0, { actor: "ann", id: `${n}` })),
      at: 0,
      phi: sat(11 / 6),
    },
    {
      title: "of an actor's eleventh on a day is no more than of her tenth",
      signals: Array.from({ length: 11 }, (_, n) => plainSignal("like", 0, { actor: "ann", id: `${n}` })),
      at: 0,
      phi: sat([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((total, n) => total + 1 / n, 0)),
    },
    {
      title: "of one actor on two UTC days is two firsts",
      signals: [plainSignal("like", 1 - 1 / 86_400_000, { actor: "ann" }), plainSignal("like", 1, { actor: "ann" })],
      at: 1,
      phi: sat(2),
    },
    {
      title: "of one actor on two channels is two firsts",
      signals: [plainSignal("like", 0, { actor: "ann" }), plainSignal("like", 0, { actor: "ann", ...on("b") })],
      at: 0,
      phi: sat(2),
    },
    {
      title: "of one actor's like and comment is two firsts",
      signals: [plainSignal("like", 0, { actor: "ann" }), plainSignal("comment", 0, { actor: "ann" })],
      at: 0,
      phi: sat(4),
    },
    {
      title: "of a held channel stands still while the other fades",
      signals: [plainSignal("like", 0, times(4)), plainSignal("like", 0, { ...on("b"), count: 4 })],
      holds: [{ channelId: "a", from: day(1) }],
      at: 3,
      // 4 ÷ 2 held, 4 ÷ 8 open.
      phi: sat(2.5),
    },
    {
      title: "of what arrives for a held channel is nothing yet",
      signals: [plainSignal("like", 2, times(100))],
      holds: [{ channelId: "a", from: day(1) }],
      at: 3,
      phi: 0,
    },
  ])("$title", (fact) => {
    expectNear(phiOf("engagement", fact), fact.phi);
  });
});

describe("amplification", () => {
  test.each<Case>([
    { title: "counts a reshare once", signals: [plainSignal("reshare", 0)], at: 0, phi: sat(1) },
    { title: "counts a reshare of a link r_link times", signals: [plainSignal("linkReshare", 0)], at: 0, phi: sat(2) },
    {
      title: "counts both alike where r_link is 1",
      signals: [plainSignal("linkReshare", 0)],
      algorithm: { amplification: { ...plain.amplification, linkReshareWeight: 1 } },
      at: 0,
      phi: sat(1),
    },
    { title: "does not hear likes", signals: [plainSignal("like", 0, times(500))], at: 0, phi: 0 },
    {
      title: "has a half-life of its own",
      signals: [plainSignal("reshare", 0, times(12))],
      algorithm: { amplification: { ...plain.amplification, halfLifeMs: 2 * dayMs } },
      at: 4,
      phi: 0.2,
    },
    {
      title: "of a hundred by one actor on one day is that of ten ranks",
      signals: Array.from({ length: 100 }, (_, n) => plainSignal("reshare", 0, { actor: "ann", id: `${n}` })),
      at: 0,
      phi: sat([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((total, n) => total + 1 / n, 0)),
    },
  ])("$title", (fact) => {
    expectNear(phiOf("amplification", fact), fact.phi);
  });
});

describe("selectivity", () => {
  test.each<Case>([
    {
      title: "is reactions per post, shrunk by κ",
      signals: [plainSignal("post", 0), plainSignal("like", 0, times(6))],
      at: 0,
      phi: 0.2,
    },
    { title: "without posts is reactions per κ", signals: [plainSignal("like", 0, times(3))], at: 0, phi: 0.2 },
    { title: "without reactions is 0", signals: [plainSignal("post", 0)], at: 0, phi: 0 },
    {
      title: "falls with every further post",
      signals: [plainSignal("post", 0, times(3)), plainSignal("like", 0, times(12))],
      at: 0,
      phi: 0.2,
    },
    {
      title: "is the best channel's, not the sum",
      signals: [plainSignal("like", 0, times(3)), plainSignal("like", 0, { ...on("b"), count: 7 })],
      at: 0,
      phi: sat(7),
    },
    {
      title: "fades towards reactions per κ as posts fade as well",
      // ¼ of 12 reactions and 3 posts: 3 ÷ (¾ + 1).
      signals: [plainSignal("post", 0, times(3)), plainSignal("like", 0, times(12))],
      at: 2,
      phi: sat(3 / 1.75),
    },
    {
      title: "of a held channel goes on being the best while the other fades below it",
      signals: [plainSignal("like", 0, times(7)), plainSignal("like", 0, { ...on("b"), count: 7 })],
      holds: [{ channelId: "b", from: day(0) }],
      at: 3,
      phi: sat(7),
    },
  ])("$title", (fact) => {
    expectNear(phiOf("selectivity", fact), fact.phi);
  });
});

describe("link mix", () => {
  const posts = (links: number, others: number): Signal[] => [
    ...(links > 0 ? [plainSignal("linkPost", 0, times(links))] : []),
    ...(others > 0 ? [plainSignal("post", 0, times(others))] : []),
  ];
  test.each<Case>([
    { title: "without posts is 0", at: 0, phi: 0 },
    { title: "of no links is 0", signals: posts(0, 8), at: 0, phi: 0 },
    { title: "halfway to the band is half", signals: posts(1, 7), at: 0, phi: (0.5 * 0.5 * 8) / 9 },
    { title: "at the low end of the band is whole", signals: posts(2, 6), at: 0, phi: (0.5 * 8) / 9 },
    { title: "at the high end of the band is whole", signals: posts(4, 4), at: 0, phi: (0.5 * 8) / 9 },
    { title: "halfway beyond the band is half", signals: posts(6, 2), at: 0, phi: (0.5 * 0.5 * 8) / 9 },
    { title: "of links alone is 0", signals: posts(8, 0), at: 0, phi: 0 },
    { title: "of few posts is shrunk", signals: posts(1, 1), at: 0, phi: (0.5 * 2) / 3 },
    { title: "fades with the evidence, not with the ratio", signals: posts(4, 4), at: 3, phi: 0.25 },
    {
      title: "of two channels is what neither misses",
      signals: [...posts(4, 4), ...posts(4, 4).map((one) => ({ ...one, ...on("b") }))],
      at: 3,
      phi: 1 - 0.75 ** 2,
    },
  ])("$title", (fact) => {
    expectNear(phiOf("linkMix", fact), fact.phi);
  });
});

describe("reach", () => {
  const told = (followers: number, days: number, channelId = "a"): Audience => ({
    channelId,
    at: day(days),
    followers,
  });
  test.each<Case>([
    { title: "of nobody told is 0", at: 0, phi: 0 },
    { title: "of none is 0", audience: [told(0, 0)], at: 0, phi: 0 },
    { title: "of seven is three tenths", audience: [told(7, 0)], at: 0, phi: 0.3 },
    { title: "adds channels up", audience: [told(3, 0), told(4, 0, "b")], at: 0, phi: 0.3 },
    { title: "is the newest observation's", audience: [told(1, 2), told(7, 1)], at: 2, phi: sat(1) },
    { title: "is not yet a later observation's", audience: [told(1, 2), told(7, 1)], at: 1.5, phi: 0.3 },
    { title: "is the larger of two of one instant", audience: [told(7, 1), told(1, 1)], at: 1, phi: 0.3 },
    { title: "does not fade in a century", audience: [told(7, 0)], at: 36_500, phi: 0.3 },
    { title: "is full at `full`, and no more beyond", audience: [told(3e10, 0)], at: 0, phi: 1 },
    {
      title: "of a held channel is what was told before the hold",
      audience: [told(7, 0), told(1_000, 2)],
      holds: [{ channelId: "a", from: day(1) }],
      at: 3,
      phi: 0.3,
    },
  ])("$title", (fact) => {
    expectNear(phiOf("reach", fact), fact.phi);
  });
});

describe("the score", () => {
  // Everything at once: a post with a link beside a plain one, seven likes, three reshares, 7 followers.
  const signals = [
    plainSignal("post", 0),
    plainSignal("linkPost", 0),
    plainSignal("like", 0, times(7)),
    plainSignal("reshare", 0, times(3)),
  ];
  const whole = plainHistory(plain, { signals, audience: [{ channelId: "a", at: day(0), followers: 7 }] });
  const phi: Record<ComponentId, number> = {
    presence: 0.5,
    engagement: sat(7 + 9),
    amplification: sat(3),
    selectivity: sat(16 / 3),
    linkMix: (0.5 * 2) / 3,
    reach: 0.3,
  };

  test("is one more than 99 times the weighted φ", () => {
    const weighted = componentIds.reduce((total, id) => total + (plain.weights[id] ?? 0) * phi[id], 0);
    expectNear(scoreHistoryAt(whole, day(0)).value, 1 + 99 * weighted);
  });

  test.each(componentIds)("has %s explained by weight, φ and points", (id) => {
    const component = scoreHistoryAt(whole, day(0)).components.find((one) => one.id === id);
    expect(component?.weight).toBe(plain.weights[id]);
    expectNear(component?.phi ?? 0, phi[id]);
    expectNear(component?.points ?? 0, 99 * (plain.weights[id] ?? 0) * phi[id]);
  });

  test.each(kinds.filter((kind) => kind !== "post" && kind !== "linkPost"))(
    "rises or stays with one more %s, at its instant and ever after",
    (kind) => {
      const more: History = { ...whole, signals: [...signals, plainSignal(kind, 0)] };
      for (const days of [0, 0.1, 1, 10, 100]) {
        const [without, with1] = [whole, more].map((one) => scoreHistoryAt(one, day(days)).value);
        expect(with1 ?? 0).toBeGreaterThanOrEqual((without ?? 0) - 1e-12);
      }
    },
  );

  test.each<[Kind, string]>([
    ["post", "fewer reactions per post"],
    ["linkPost", "a mix beyond the band"],
  ])("may fall with one more %s: %s", (kind) => {
    const more: History = { ...whole, signals: [...signals, plainSignal(kind, 0)] };
    const id = kind === "post" ? "selectivity" : "linkMix";
    const [without, with1] = [whole, more].map(
      (one) => scoreHistoryAt({ ...one, algorithms: [{ algorithm: onlyBy(id), from: 0 }] }, day(0)).value,
    );
    expect(with1).toBeLessThan(without ?? 0);
  });

  test.each([0, 0.5, 1, 2, 7, 30, 365])("after %d days of silence is what the formula, written out, says", (days) => {
    expectNear(scoreHistoryAt(whole, day(days)).value, naiveScore(whole, day(days)));
  });

  test("falls below a target at the instant at which the formula does", () => {
    const likes = plainHistory(onlyBy("engagement"), { signals: [plainSignal("like", 0, times(7))] });
    const state = stateAt(likes, day(0));
    // 7 → 3 takes log₂(7/3) days, and the score 1 + 99 · 0.2 is what 3 make.
    const found = runway(onlyBy("engagement"), state, 20.8, day(0));
    expect(found.kind).toBe("at");
    if (found.kind === "at") expect(Math.abs(found.at - day(Math.log2(7 / 3)))).toBeLessThanOrEqual(1_000);
  });

  test("is the same asked at once, in a series, of a state and of a receipt's ends", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), (days) => {
        const t = Math.round(day(days));
        const direct = scoreHistoryAt(whole, t).value;
        expectNear(series(whole, [t])[0]?.value ?? 0, direct);
        expectNear(scoreAt(plain, stateAt(whole, day(0)), t).value, direct);
        expectNear(receipt(whole, day(0), t).after, direct);
        expectNear(receipt(whole, t, t + 1).before, direct);
      }),
    );
  });

  test("shows as unknown what a network does not tell, and scores it as nothing", () => {
    const channels = [plainChannel("a", { post: 0, linkPost: 0, like: day(1) }), plainChannel("b")];
    const { unknownKinds } = scoreHistoryAt({ ...whole, channels }, day(0));
    expect(unknownKinds).toEqual([
      { channelId: "a", kinds: kinds.filter((kind) => kind !== "post" && kind !== "linkPost") },
    ]);
    expect(scoreHistoryAt({ ...whole, channels }, day(1)).unknownKinds[0]?.kinds).not.toContain("like");
    expect(scoreHistoryAt({ ...whole, channels: [plainChannel("a", everyKind)] }, day(1)).unknownKinds).toEqual([]);
  });
});
