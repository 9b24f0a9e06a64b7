import type { Algorithm, ComponentId } from "@headroom/scoring";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What each part looks at. */
export const partMeaning: Readonly<Record<ComponentId, string>> = {
  presence: "How long ago the last post was.",
  engagement: "What others did: comments, reshares, mentions, likes.",
  amplification: "How often posts were passed on.",
  selectivity: "Reactions per post, on the best channel.",
  linkMix: "Which share of the posts carries a link.",
  reach: "How many people follow.",
};

/** The rule of a part with this algorithm's own numbers in it. */
export const partRule = (algorithm: Algorithm, id: ComponentId): string => {
  const { presence, engagement, amplification, selectivity, linkMix, reach, rho, shrinkagePosts } = algorithm;
  switch (id) {
    case "presence":
      return `Full until ${span(presence.graceMs)} after the last post; from then on it halves every ${span(presence.halfLifeMs)}. One channel alone fills ${share(rho)} of it, each further one ${share(rho)} of what is left.`;
    case "engagement":
      return `Every reaction halves every ${span(engagement.halfLifeMs)}. ${curve(engagement.saturation)}`;
    case "amplification":
      return `Every reshare halves every ${span(amplification.halfLifeMs)}; one of a post with a link counts ${number(amplification.linkReshareWeight)} times. ${curve(amplification.saturation)}`;
    case "selectivity":
      return `A post that nobody reacts to lowers it. ${number(shrinkagePosts)} posts are added to the count, so that one lucky post does not decide. ${curve(selectivity.saturation)}`;
    case "linkMix":
      return `Full from ${share(linkMix.band.lo)} to ${share(linkMix.band.hi)} of posts with a link; nothing at none and at all of them. One channel alone fills ${share(rho)} of it.`;
    case "reach":
      return `Followers of all channels together. ${curve(reach.saturation)}`;
    default:
      return id satisfies never;
  }
};

const curve = ({ knee, full }: { knee: number; full: number }): string =>
  `From about ${number(knee)} on, each tenfold adds about the same; full at ${number(full)}.`;

/** `24 hours`, `4.5 days`. */
export const span = (ms: number): string =>
  ms < 2 * dayMs ? `${number(ms / hourMs)} hours` : `${number(ms / dayMs)} days`;

export const number = (value: number): string =>
  value >= 1_000_000 ? `${(value / 1_000_000).toLocaleString("en-GB")} million` : value.toLocaleString("en-GB");

const share = (value: number): string => `${Math.round(value * 100)} %`;

/** `score = 1 + 99 × (0.21 presence + …)`. */
export const formula = (algorithm: Algorithm, titles: Readonly<Record<ComponentId, string>>): string =>
  Object.entries(titles)
    .flatMap(([id, title]) => {
      const weight = algorithm.weights[componentId(id)] ?? 0;
      return weight > 0 ? [`${weight} × ${title.toLowerCase()}`] : [];
    })
    .join(" + ");

/** The keys of a record over components are components. */
const componentId = (key: string) => key as ComponentId;
