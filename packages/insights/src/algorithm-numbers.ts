import { type Algorithm, type ComponentId, componentIds, componentTitles, type InboundKind } from "@headroom/scoring";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How a number is asked for and said. Shares are percentages on screen, lengths of time hours or days. */
export type NumberUnit = "%" | "hours" | "days" | "likes" | "times" | "posts" | "";

/** One number of an algorithm that a fork may change, in the unit in which people read it. */
export interface AlgorithmNumber {
  /** Its name in forms and refusals. */
  readonly field: string;
  readonly label: string;
  readonly unit: NumberUnit;
  readonly group: "weights" | "time" | "reactions" | "more";
  readonly least: number;
  readonly most: number;
  readonly of: (algorithm: Algorithm) => number;
  readonly change: (algorithm: Algorithm, value: number) => Algorithm;
}

const weight = (id: ComponentId): AlgorithmNumber => ({
  field: `weights.${id}`,
  label: componentTitles[id],
  unit: "%",
  group: "weights",
  least: 0,
  most: 100,
  of: ({ weights }) => (weights[id] ?? 0) * 100,
  change: (algorithm, value) => ({ ...algorithm, weights: { ...algorithm.weights, [id]: value / 100 } }),
});

const reactionLabels: readonly (readonly [InboundKind, string])[] = [
  ["comment", "A comment"],
  ["reshare", "A reshare"],
  ["mention", "A mention"],
  ["save", "A save"],
  ["like", "A like"],
  ["click", "A click"],
  ["view", "A view"],
];

const reaction = (kind: InboundKind, label: string): AlgorithmNumber => ({
  field: `reactions.${kind}`,
  label,
  unit: "likes",
  group: "reactions",
  least: 0,
  most: 1_000,
  of: ({ engagement }) => engagement.reactions[kind],
  change: (algorithm, value) => {
    const { engagement } = algorithm;
    return { ...algorithm, engagement: { ...engagement, reactions: { ...engagement.reactions, [kind]: value } } };
  },
});

type Saturated = "engagement" | "amplification" | "selectivity" | "reach";

const saturation = (component: Saturated, end: "knee" | "full"): AlgorithmNumber => ({
  field: `${component}.${end}`,
  label: `${componentTitles[component]} ${end === "knee" ? "starts to level off at" : "is full at"}`,
  unit: "",
  group: "more",
  least: 0.001,
  most: 1e12,
  of: (algorithm) => algorithm[component].saturation[end],
  change: (algorithm, value) => ({
    ...algorithm,
    [component]: { ...algorithm[component], saturation: { ...algorithm[component].saturation, [end]: value } },
  }),
});

const halfLife = (component: "presence" | "engagement" | "amplification", label: string): AlgorithmNumber => ({
  field: `${component}.halfLife`,
  label,
  unit: "days",
  group: "time",
  least: 0.1,
  most: 3_650,
  of: (algorithm) => algorithm[component].halfLifeMs / dayMs,
  change: (algorithm, value) => ({
    ...algorithm,
    [component]: { ...algorithm[component], halfLifeMs: Math.round(value * dayMs) },
  }),
});

const grace: AlgorithmNumber = {
  field: "presence.grace",
  label: "Without a post, presence stays full for",
  unit: "hours",
  group: "time",
  least: 0,
  most: 8_760,
  of: ({ presence }) => presence.graceMs / hourMs,
  change: (algorithm, value) => ({
    ...algorithm,
    presence: { ...algorithm.presence, graceMs: Math.round(value * hourMs) },
  }),
};

const linkReshare: AlgorithmNumber = {
  field: "amplification.linkReshare",
  label: "A reshare of a link counts",
  unit: "times",
  group: "more",
  least: 1,
  most: 100,
  of: ({ amplification }) => amplification.linkReshareWeight,
  change: (algorithm, value) => ({
    ...algorithm,
    amplification: { ...algorithm.amplification, linkReshareWeight: value },
  }),
};

const oneChannel: AlgorithmNumber = {
  field: "rho",
  label: "One channel alone fills of presence and link mix",
  unit: "%",
  group: "more",
  least: 0,
  most: 100,
  of: ({ rho }) => rho * 100,
  change: (algorithm, value) => ({ ...algorithm, rho: value / 100 }),
};

const shrinkage: AlgorithmNumber = {
  field: "shrinkagePosts",
  label: "Added to a channel’s posts before dividing by them",
  unit: "posts",
  group: "more",
  least: 0.01,
  most: 1_000,
  of: ({ shrinkagePosts }) => shrinkagePosts,
  change: (algorithm, value) => ({ ...algorithm, shrinkagePosts: value }),
};

const band = (end: "lo" | "hi"): AlgorithmNumber => ({
  field: `linkMix.${end}`,
  label: `Link mix is full ${end === "lo" ? "from" : "up to"} this share of link posts`,
  unit: "%",
  group: "more",
  least: 0,
  most: 100,
  of: ({ linkMix }) => linkMix.band[end] * 100,
  change: (algorithm, value) => ({
    ...algorithm,
    linkMix: { band: { ...algorithm.linkMix.band, [end]: value / 100 } },
  }),
});

const saturated: readonly Saturated[] = ["engagement", "amplification", "selectivity", "reach"];

/** Every number that a fork may change, in the order in which forms ask for them; the one list of them. */
export const algorithmNumbers: readonly AlgorithmNumber[] = [
  ...componentIds.map(weight),
  grace,
  halfLife("presence", "After that, presence halves every"),
  halfLife("engagement", "A reaction’s worth halves every"),
  halfLife("amplification", "A reshare’s worth in amplification halves every"),
  ...reactionLabels.map(([kind, label]) => reaction(kind, label)),
  oneChannel,
  shrinkage,
  linkReshare,
  band("lo"),
  band("hi"),
  ...saturated.flatMap((component) => [saturation(component, "knee"), saturation(component, "full")]),
];

/** A number without the noise of binary fractions: 29, not 28.999999999999996. */
export const numberOf = ({ of }: AlgorithmNumber, algorithm: Algorithm): number =>
  Number(of(algorithm).toPrecision(12));

/** `28 days`, `23 %`, `0.05`. */
export const numberText = (value: number, unit: NumberUnit): string => {
  const text = value.toLocaleString("en-GB", { maximumFractionDigits: 6 });
  return unit === "" ? text : `${text}\u00a0${unit}`;
};

export interface NumberChange {
  field: string;
  label: string;
  before: string;
  after: string;
}

/** The numbers in which a fork differs from what it was made of, in the order of forms. */
export const numberChanges = (parent: Algorithm, fork: Algorithm): NumberChange[] =>
  algorithmNumbers.flatMap((number) => {
    const [before, after] = [numberOf(number, parent), numberOf(number, fork)];
    if (before === after) return [];
    const { field, label, unit } = number;
    return [{ field, label, before: numberText(before, unit), after: numberText(after, unit) }];
  });
