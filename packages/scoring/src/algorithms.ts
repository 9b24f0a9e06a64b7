import type { Algorithm } from "./algorithm.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What one reaction of a kind is worth in likes: by the effort it takes, views being almost free. */
const reactions = { view: 0.01, like: 1, click: 1, save: 2, reshare: 3, linkReshare: 0, mention: 2, comment: 3 };

/*
 * Weights, ρ, knees, fulls, presence's half-life and amplification's were fitted jointly to the landmarks that
 * test/landmarks.test.ts holds them to, then rounded; `full` of reach is the star's 30 million followers, graces and
 * engagement's half-lives are what the two algorithms promise. A changed number is a new algorithm.
 */

/** The one people remember: quick to fall, rewards links, grace of three hours. */
export const classic1: Algorithm = frozen({
  id: "classic-1",
  title: "Classic 1",
  weights: { presence: 0.23, engagement: 0.25, amplification: 0.16, linkMix: 0.16, reach: 0.2 },
  rho: 0.5,
  shrinkagePosts: 2,
  networks: {},
  presence: { graceMs: 3 * hourMs, halfLifeMs: 4.5 * dayMs },
  engagement: { halfLifeMs: 7 * dayMs, reactions, saturation: { knee: 5, full: 6_000_000 } },
  amplification: { halfLifeMs: 14 * dayMs, linkReshareWeight: 1.5, saturation: { knee: 1, full: 500_000 } },
  selectivity: { saturation: { knee: 0.05, full: 10_000 } },
  linkMix: { band: { lo: 0.2, hi: 0.6 } },
  reach: { saturation: { knee: 25, full: 30_000_000 } },
});

/** The default: a quiet weekend costs next to nothing, and reactions per post count instead of links. */
export const steady1: Algorithm = frozen({
  id: "steady-1",
  title: "Steady 1",
  weights: { presence: 0.21, engagement: 0.18, amplification: 0.12, selectivity: 0.26, reach: 0.23 },
  rho: 0.3,
  shrinkagePosts: 5,
  networks: {},
  presence: { graceMs: 24 * hourMs, halfLifeMs: 28 * dayMs },
  engagement: { halfLifeMs: 21 * dayMs, reactions, saturation: { knee: 14, full: 20_000_000 } },
  amplification: { halfLifeMs: 21 * dayMs, linkReshareWeight: 1.5, saturation: { knee: 2.5, full: 1_500_000 } },
  selectivity: { saturation: { knee: 0.05, full: 10_000 } },
  linkMix: { band: { lo: 0.2, hi: 0.6 } },
  reach: { saturation: { knee: 50, full: 30_000_000 } },
});

/** The built-in algorithms, default first. */
export const algorithms: readonly Algorithm[] = [steady1, classic1];

/** The built-in algorithm of that id, if there is one. */
export function builtIn(id: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.id === id);
}

function frozen<Value extends object>(value: Value): Readonly<Value> {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) frozen(part);
  return Object.freeze(value);
}
