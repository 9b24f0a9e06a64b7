import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Algorithm, type History, type Kind, type Signal, scoreHistoryAt } from "../src/index.ts";
import { algorithm } from "./arbitraries.ts";
import { begin, channelsOf, dayMs, hourMs } from "./clients.ts";

const habits = [{ id: "a", network: "x", followers: 0, posts: 1, links: 0, inbound: {} }] as const;
const end = begin + 11 * dayMs;

/** `count` signals evenly over ten days, the last of them at one and the same instant whatever the count. */
function many(kind: Kind, count: number, actorOf?: (index: number) => string): Signal[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${kind} ${index}`,
    channelId: "a",
    kind,
    at: begin + Math.round(((index + 1) * 10 * dayMs) / count),
    count: 1,
    ...(actorOf && { actor: actorOf(index) }),
  }));
}

function score(made: Algorithm, signals: readonly Signal[]) {
  const history: History = {
    channels: channelsOf(habits),
    signals,
    audience: [],
    holds: [],
    algorithms: [{ algorithm: made, from: 0 }],
  };
  return scoreHistoryAt(history, end);
}

function weightOf({ weights }: Algorithm, id: "amplification" | "selectivity"): number {
  return weights[id] ?? 0;
}

/** The least step that law 4's "strictly" can mean in doubles. */
const visible = 1e-12;

describe("law 4, all else equal", () => {
  test("100 reshares from 100 actors are never below 100 from one", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        const posts = many("post", 10);
        const fromMany = score(made, [...posts, ...many("reshare", 100, (index) => `actor ${index}`)]);
        const fromOne = score(made, [...posts, ...many("reshare", 100, () => "the same")]);
        expect(fromMany.value).toBeGreaterThanOrEqual(fromOne.value - visible);
        const full = fromOne.components.some(({ id, phi }) => id === "amplification" && phi >= 1 - 1e-9);
        if (weightOf(made, "amplification") > 0 && !full && made.amplification.halfLifeMs > 6 * hourMs) {
          expect(fromMany.value).toBeGreaterThan(fromOne.value + visible);
        }
      }),
    );
  });

  test("100 reshares over 10 posts are never below 100 over 1 000", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        const reshares = many("reshare", 100);
        const overFew = score(made, [...reshares, ...many("post", 10)]);
        const overMany = score(made, [...reshares, ...many("post", 1_000)]);
        const mix = ({ components }: typeof overFew) => components.find(({ id }) => id === "linkMix")?.points ?? 0;
        expect(overFew.value - mix(overFew)).toBeGreaterThanOrEqual(overMany.value - mix(overMany) - visible);
        const selectivity = overMany.components.find(({ id }) => id === "selectivity");
        const reacted = made.engagement.reactions.reshare > 0.01 && made.engagement.halfLifeMs > dayMs;
        if (selectivity !== undefined && selectivity.phi < 1 - 1e-9 && reacted) {
          expect(overFew.value - mix(overFew)).toBeGreaterThan(overMany.value - mix(overMany) + visible);
        }
      }),
    );
  });
});

describe("where law 4 and the link mix formula are at odds", () => {
  test("more link posts are more evidence of a good mix, so the same reshares over more of them may score higher", () => {
    const onlyMix: Algorithm = { ...base, weights: { linkMix: 1 } };
    const reshares = many("linkReshare", 100);
    const mixed = (count: number) => [...many("post", count / 2), ...many("linkPost", count / 2)];
    const overFew = score(onlyMix, [...reshares, ...mixed(10)]);
    const overMany = score(onlyMix, [...reshares, ...mixed(1_000)]);
    expect(overFew.value).toBeLessThan(overMany.value);
  });
});

const base: Algorithm = {
  id: "mix-1",
  title: "Only link mix",
  weights: { linkMix: 1 },
  rho: 0.5,
  shrinkagePosts: 2,
  networks: {},
  presence: { graceMs: 0, halfLifeMs: dayMs },
  engagement: {
    halfLifeMs: 7 * dayMs,
    reactions: { view: 0, like: 1, click: 0, save: 0, reshare: 1, linkReshare: 0, mention: 0, comment: 0 },
    saturation: { knee: 1, full: 100 },
  },
  amplification: { halfLifeMs: 7 * dayMs, linkReshareWeight: 1, saturation: { knee: 1, full: 100 } },
  selectivity: { saturation: { knee: 1, full: 100 } },
  linkMix: { band: { lo: 0.2, hi: 0.6 } },
  reach: { saturation: { knee: 1, full: 100 } },
};
