import { type ComponentId, componentTitles, type Receipt } from "@headroom/scoring";
import { change, points } from "./format-points.ts";

export interface WhyFacts {
  receipt: Receipt;
  channels: readonly { id: string; title: string }[];
  /** Whether there was no score before. */
  isFirst: boolean;
  /** Channels not heard from at the end. */
  held: readonly { channelTitle: string; from: number; reason: string }[];
  algorithmTitle: (id: string) => string;
  /** An instant (epoch ms) in words. */
  when: (at: number) => string;
}

/** Less than this is not worth a number, points: it would read as 0.0. */
const noticeable = 0.05;

/**
 * Why a score moved, in plain sentences from its ledger: how far, what came in, what time took; then every step and every
 * channel that is not heard from. The numbers are sums of the ledger's lines.
 */
export const whyItMoved = (facts: WhyFacts): string[] => {
  const { receipt } = facts;
  const sums = sumsOf(facts);
  return [
    movement(facts),
    arrivals(sums),
    ...(Math.abs(sums.followers) < noticeable
      ? []
      : [
          `${sums.followers > 0 ? "New followers brought" : "Lost followers cost"} ${points(Math.abs(sums.followers))} points.`,
        ]),
    timePassing(sums),
    ...receipt.lines.flatMap((line) => step(line, facts)),
    ...facts.held.map(
      ({ channelTitle, from, reason }) =>
        `${channelTitle} has not been heard from since ${facts.when(from)} (${reason}); its points stand still until it is.`,
    ),
  ];
};

const movement = ({ receipt: { before, after }, isFirst }: WhyFacts): string => {
  if (isFirst) return `This is the first week with a score; it ended at ${points(after)}.`;
  const moved = after - before;
  if (Math.abs(moved) < noticeable) return `The score ended where it began, at ${points(after)}.`;
  const verb = moved > 0 ? "rose" : "fell";
  return `The score ${verb} by ${points(Math.abs(moved))}, from ${points(before)} to ${points(after)}.`;
};

interface Share {
  title: string;
  points: number;
}

interface Sums {
  arrived: number;
  byChannel: Share[];
  followers: number;
  decayed: number;
  byComponent: Share[];
}

const sumsOf = ({ receipt, channels }: WhyFacts): Sums => {
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "a channel that is gone";
  const byChannel = new Map<string, number>();
  const byComponent = new Map<ComponentId, number>();
  let followers = 0;
  for (const line of receipt.lines) {
    if (line.kind === "gain") byChannel.set(line.channelId, (byChannel.get(line.channelId) ?? 0) + line.points);
    if (line.kind === "decay")
      byComponent.set(line.componentId, (byComponent.get(line.componentId) ?? 0) - line.points);
    if (line.kind === "audience") followers += line.points;
  }
  const largestFirst = (shares: Share[]) => shares.sort((a, b) => b.points - a.points);
  return {
    arrived: total(byChannel),
    byChannel: largestFirst([...byChannel].map(([id, value]) => ({ title: title(id), points: value }))),
    followers,
    decayed: total(byComponent),
    byComponent: largestFirst(
      [...byComponent].map(([id, value]) => ({ title: componentTitles[id].toLowerCase(), points: value })),
    ),
  };
};

const total = (sums: ReadonlyMap<unknown, number>): number => [...sums.values()].reduce((sum, value) => sum + value, 0);

/** `most of it` for more than half. */
const part = (share: number, whole: number): string => (share > whole / 2 ? "most of it" : "the largest part");

const arrivals = ({ arrived, byChannel }: Sums): string => {
  const [first, ...others] = byChannel;
  if (first === undefined) return "No post and no reaction came in.";
  if (arrived < -noticeable)
    return `Posts and the reactions to them cost ${points(-arrived)} points: more posts than response.`;
  if (arrived < noticeable) return "Posts and the reactions to them brought next to nothing.";
  if (others.length === 0) return `Posts and reactions on ${first.title} brought ${points(arrived)} points.`;
  return `Posts and reactions brought ${points(arrived)} points, ${part(first.points, arrived)} on ${first.title} (${points(first.points)}).`;
};

const timePassing = ({ decayed, byComponent }: Sums): string => {
  const [first, second] = byComponent;
  if (first === undefined || decayed < noticeable) return "Time took next to nothing.";
  if (second === undefined) return `Time took ${points(decayed)} points, all of it from ${first.title}.`;
  return `Time took ${points(decayed)} points, ${part(first.points, decayed)} from ${first.title} (${points(first.points)}).`;
};

const step = (line: Receipt["lines"][number], { channels, when, algorithmTitle }: WhyFacts): string[] => {
  switch (line.kind) {
    case "release": {
      const title = channels.find(({ id }) => id === line.channelId)?.title ?? "A channel that is gone";
      return [`${title} was heard from again ${when(line.at)}: ${change(line.points)}.`];
    }
    case "algorithm":
      return [
        `From ${when(line.at)} on the score is made by ${algorithmTitle(line.toId)} instead of ${algorithmTitle(line.fromId)}: ${change(line.points)}.`,
      ];
    case "gain":
    case "audience":
    case "decay":
      return [];
    default:
      return line satisfies never;
  }
};
