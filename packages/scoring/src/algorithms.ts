import type { Algorithm } from "./algorithm.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The one people remember: quick to fall, rewards links, grace of three hours. */
export const classic1: Algorithm = {
  id: "classic-1",
  title: "Classic 1",
  weights: { presence: 0.3, engagement: 0.25, amplification: 0.2, linkMix: 0.1, reach: 0.15 },
  rho: 0.5,
  shrinkagePosts: 5,
  networks: {},
  presence: { graceMs: 3 * hourMs, halfLifeMs: 21 * dayMs },
  engagement: {
    halfLifeMs: 7 * dayMs,
    reactions: { view: 0.01, like: 1, click: 1, save: 2, reshare: 3, linkReshare: 0, mention: 2, comment: 3 },
    saturation: { knee: 50, full: 10_000_000 },
  },
  amplification: { halfLifeMs: 7 * dayMs, linkReshareWeight: 1.5, saturation: { knee: 5, full: 1_000_000 } },
  selectivity: { saturation: { knee: 1, full: 100_000 } },
  linkMix: { band: { lo: 0.2, hi: 0.6 } },
  reach: { saturation: { knee: 100, full: 30_000_000 } },
};

/** The default: a quiet weekend costs nothing, reactions per post count instead of links. */
export const steady1: Algorithm = {
  ...classic1,
  id: "steady-1",
  title: "Steady 1",
  weights: { presence: 0.1, engagement: 0.3, amplification: 0.25, selectivity: 0.2, reach: 0.15 },
  presence: { graceMs: 24 * hourMs, halfLifeMs: 21 * dayMs },
  engagement: { ...classic1.engagement, halfLifeMs: 21 * dayMs },
  amplification: { ...classic1.amplification, halfLifeMs: 21 * dayMs },
};

/** The built-in algorithms, default first. */
export const algorithms: readonly Algorithm[] = [steady1, classic1];

/** The built-in algorithm of that id, if there is one. */
export function builtIn(id: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.id === id);
}
