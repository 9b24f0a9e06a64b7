import { type Algorithm, type ComponentId, componentTitles } from "./algorithm.ts";
import { combine, fillPart, prepareAt, total } from "./components.ts";
import { requireInstant } from "./invalid-input.ts";
import { type Kind, kinds } from "./kinds.ts";
import { linkRatio, type Model, modelOf, type Part } from "./model.ts";
import { loadState, type State } from "./state.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

export interface ChannelPoints {
  readonly channelId: string;
  readonly points: number;
}

export interface ScoreComponent {
  readonly id: ComponentId;
  readonly title: string;
  /** Share of the score's 99 points that this component can make. */
  readonly weight: number;
  /** How much of that it makes, 0 to 1. */
  readonly phi: number;
  /** 99 × weight × phi. */
  readonly points: number;
  readonly channels: readonly ChannelPoints[];
}

/** A score and its explanation: the points sum to `value` − 1. */
export interface Score {
  readonly algorithmId: string;
  /** Epoch ms. */
  readonly at: number;
  /** 1 to 100. */
  readonly value: number;
  readonly components: readonly ScoreComponent[];
  readonly channels: readonly (ChannelPoints & { readonly held: boolean })[];
  /** Share of the points, 0 to 1, that no held channel's terms make; 1 if there are none. */
  readonly coverage: number;
  /** Kinds that a channel's network does not tell, or did not yet at `at`; channels that tell all are left out. */
  readonly unknownKinds: readonly { readonly channelId: string; readonly kinds: readonly Kind[] }[];
  /** Link posts ÷ posts, decayed; null without posts. The band is where the algorithm wants it. */
  readonly linkRatios: readonly {
    readonly channelId: string;
    readonly ratio: number | null;
    readonly band: readonly [number, number];
  }[];
}

/**
 * The score at `t` (epoch ms) if nothing happens between the state's `asOf` and then. Throws InvalidInput if `t` is before
 * `asOf`, if the algorithm is not valid or if the state was made by another.
 */
export function scoreAt(algorithm: Algorithm, state: State, t: number): Score {
  requireInstant("t", t);
  return explain(modelOf(validateAlgorithm(algorithm), loadState(algorithm, state, t)), t);
}

/** The explained score of sums that hold everything up to `t` (epoch ms). */
export function explain(model: Model, t: number): Score {
  const { algorithm, sums } = model;
  prepareAt(model, t);
  const components = model.active.map((part) => explainComponent(model, part, t));
  const channels = sums.channels.map(({ id: channelId }, c) => ({
    channelId,
    points: components.reduce((sum, component) => sum + (component.channels[c]?.points ?? 0), 0),
    held: (sums.heldFrom[c] ?? Number.POSITIVE_INFINITY) <= t,
  }));
  const points = components.reduce((sum, component) => sum + component.points, 0);
  const heldPoints = channels.reduce((sum, { held, points: own }) => (held ? sum + own : sum), 0);
  return {
    algorithmId: algorithm.id,
    at: t,
    value: 1 + Math.min(99, points),
    components,
    channels,
    coverage: points > 0 ? Math.max(0, 1 - heldPoints / points) : 1,
    unknownKinds: unknownKinds(model, t),
    linkRatios: linkRatios(model),
  };
}

function explainComponent(model: Model, part: Part, t: number): ScoreComponent {
  fillPart(model, part, t);
  const { id } = part;
  const phi = combine(part);
  const points = part.points * phi;
  const shares = sharesOf(part);
  const channels = model.sums.channels.map((channel, c) => ({
    channelId: channel.id,
    points: points * (shares[c] ?? 0),
  }));
  return { id, title: componentTitles[id], weight: model.algorithm.weights[id] ?? 0, phi, points, channels };
}

/** How a component's points are split: by the channels' own terms; those of the largest all go to that channel. */
function sharesOf({ combination, terms }: Part): Float64Array {
  if (combination === "largest") {
    const best = terms.indexOf(Math.max(...terms));
    return terms.map((_, c) => (c === best ? 1 : 0));
  }
  const sum = total(terms);
  return terms.map((term) => (sum > 0 ? term / sum : 0));
}

function unknownKinds({ sums }: Model, t: number): Score["unknownKinds"] {
  return sums.channels
    .map(({ id, knows }) => ({
      channelId: id,
      kinds: kinds.filter((kind) => !((knows[kind] ?? Number.POSITIVE_INFINITY) <= t)),
    }))
    .filter((channel) => channel.kinds.length > 0);
}

function linkRatios({ sums, engagement, algorithm }: Model): Score["linkRatios"] {
  const { lo, hi } = algorithm.linkMix.band;
  return sums.channels.map(({ id }, c) => ({
    channelId: id,
    ratio: linkRatio(engagement, c),
    band: [lo, hi] as const,
  }));
}
