import {
  type Algorithm,
  type Channel,
  type ComponentId,
  type History,
  type Kind,
  kinds,
  type Signal,
} from "../src/index.ts";
import { begin, dayMs, hourMs } from "./clients.ts";

/**
 * An algorithm whose numbers can be followed in the head: everything halves in a day, a like counts one, saturation is
 * log₂(1 + x) ÷ 10, so that 1 makes a tenth, 3 two tenths, 7 three tenths and 1 023 all.
 */
export const plain: Algorithm = {
  id: "plain",
  title: "Plain",
  weights: { presence: 0.1, engagement: 0.3, amplification: 0.2, selectivity: 0.1, linkMix: 0.1, reach: 0.2 },
  rho: 0.5,
  shrinkagePosts: 1,
  networks: {},
  presence: { graceMs: 6 * hourMs, halfLifeMs: dayMs },
  engagement: {
    halfLifeMs: dayMs,
    reactions: { view: 0.5, like: 1, click: 1, save: 2, reshare: 3, linkReshare: 0, mention: 2, comment: 3 },
    saturation: { knee: 1, full: 1023 },
  },
  amplification: { halfLifeMs: dayMs, linkReshareWeight: 2, saturation: { knee: 1, full: 1023 } },
  selectivity: { saturation: { knee: 1, full: 1023 } },
  linkMix: { band: { lo: 0.25, hi: 0.5 } },
  reach: { saturation: { knee: 1, full: 1023 } },
};

/** The same with all its weight on one component. */
export const onlyBy = (id: ComponentId, change: Partial<Algorithm> = {}): Algorithm => ({
  ...plain,
  ...change,
  id: `only ${id}`,
  weights: { [id]: 1 },
});

export const everyKind: Partial<Record<Kind, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

export const plainChannel = (id: string, knows: Channel["knows"] = everyKind): Channel => ({ id, network: "x", knows });

/** What happened `days` after the first instant of all these histories. */
export const plainSignal = (kind: Kind, days: number, given: Partial<Signal> = {}): Signal => ({
  id: `${kind} ${days} ${JSON.stringify(given)}`,
  channelId: "a",
  kind,
  at: begin + days * dayMs,
  count: 1,
  ...given,
});

export const plainHistory = (algorithm: Algorithm, given: Partial<History> = {}): History => ({
  channels: [plainChannel("a"), plainChannel("b")],
  signals: [],
  audience: [],
  holds: [],
  algorithms: [{ algorithm, from: 0 }],
  ...given,
});

export const day = (days: number): number => begin + days * dayMs;
