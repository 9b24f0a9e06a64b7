import { type ComponentId, componentTitles, type Line, type Receipt } from "@headroom/scoring";
import { change, count, points } from "./format-points.ts";

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
/** As many of a kind are named one by one. */
const mostNamed = 2;

/**
 * Why a score moved, in three plain sentences from its ledger: how far, and by which change of algorithm; what came in, with
 * followers and channels that were heard from again; what time took, and of whom nothing is known. The numbers are sums of
 * the ledger's lines.
 */
export const whyItMoved = (facts: WhyFacts): [moved: string, cameIn: string, timeTook: string] => {
  const sums = sumsOf(facts);
  return [
    sentence([movement(facts), ...named(switches(facts), "more change of algorithm", "more changes of algorithm")]),
    sentence([
      arrivals(sums),
      ...followers(sums),
      ...named(releases(facts), "more channel heard from again", "more channels heard from again"),
    ]),
    sentence([
      timePassing(sums),
      ...named(silent(facts), "more channel not heard from", "more channels not heard from"),
    ]),
  ];
};

const sentence = (parts: readonly string[]): string => `${parts.join("; ")}.`;

const named = (parts: readonly string[], one: string, many: string): string[] =>
  parts.length <= mostNamed
    ? [...parts]
    : [...parts.slice(0, mostNamed), `and ${count(parts.length - mostNamed, one, many)}`];

const movement = ({ receipt: { before, after }, isFirst }: WhyFacts): string => {
  if (isFirst) return `This is the first week with a score; it ended at ${points(after)}`;
  const moved = after - before;
  if (Math.abs(moved) < noticeable) return `The score ended where it began, at ${points(after)}`;
  const verb = moved > 0 ? "rose" : "fell";
  return `The score ${verb} by ${points(Math.abs(moved))}, from ${points(before)} to ${points(after)}`;
};

const ofKind = <K extends Line["kind"]>({ receipt }: WhyFacts, kind: K): Extract<Line, { kind: K }>[] =>
  receipt.lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);

const switches = (facts: WhyFacts): string[] =>
  ofKind(facts, "algorithm").map(
    ({ at, fromId, toId, points: moved }) =>
      `since ${facts.when(at)} it is made by ${facts.algorithmTitle(toId)} instead of ${facts.algorithmTitle(fromId)}, which alone made ${change(moved)}`,
  );

const releases = (facts: WhyFacts): string[] =>
  ofKind(facts, "release").map(
    ({ at, channelId, points: moved }) =>
      `${titleIn(facts, channelId)} was heard from again ${facts.when(at)}, which made ${change(moved)}`,
  );

const silent = ({ held, when }: WhyFacts): string[] =>
  held.map(
    ({ channelTitle, from, reason }) =>
      `${channelTitle} has not been heard from since ${when(from)} (${reason}), so its points stand still`,
  );

const titleIn = ({ channels }: Pick<WhyFacts, "channels">, id: string): string =>
  channels.find((channel) => channel.id === id)?.title ?? "a channel that is gone";

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

const sumsOf = (facts: WhyFacts): Sums => {
  const byChannel = new Map<string, number>();
  for (const line of ofKind(facts, "gain"))
    byChannel.set(line.channelId, (byChannel.get(line.channelId) ?? 0) + line.points);
  const byComponent = new Map<ComponentId, number>();
  for (const line of ofKind(facts, "decay"))
    byComponent.set(line.componentId, (byComponent.get(line.componentId) ?? 0) - line.points);
  const largestFirst = (shares: Share[]) => shares.sort((a, b) => b.points - a.points);
  return {
    arrived: total(byChannel.values()),
    byChannel: largestFirst([...byChannel].map(([id, value]) => ({ title: titleIn(facts, id), points: value }))),
    followers: total(ofKind(facts, "audience").map((line) => line.points)),
    decayed: total(byComponent.values()),
    byComponent: largestFirst(
      [...byComponent].map(([id, value]) => ({ title: componentTitles[id].toLowerCase(), points: value })),
    ),
  };
};

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

/** `most of it` for more than half. */
const part = (share: number, whole: number): string => (share > whole / 2 ? "most of it" : "the largest part");

const arrivals = ({ arrived, byChannel }: Sums): string => {
  const [first, ...others] = byChannel;
  if (first === undefined) return "No post and no reaction came in";
  if (arrived < -noticeable)
    return `Posts and the reactions to them cost ${points(-arrived)} points: more posts than response`;
  if (arrived < noticeable) return "Posts and the reactions to them brought next to nothing";
  if (others.length === 0) return `Posts and reactions on ${first.title} brought ${points(arrived)} points`;
  return `Posts and reactions brought ${points(arrived)} points, ${part(first.points, arrived)} on ${first.title} (${points(first.points)})`;
};

const followers = ({ followers: moved }: Sums): string[] => {
  if (Math.abs(moved) < noticeable) return [];
  return [`${moved > 0 ? "new followers brought" : "lost followers cost"} ${points(Math.abs(moved))} points`];
};

const timePassing = ({ decayed, byComponent }: Sums): string => {
  const [first, second] = byComponent;
  if (first === undefined || decayed < noticeable) return "Time took next to nothing";
  if (second === undefined) return `Time took ${points(decayed)} points, all of it from ${first.title}`;
  return `Time took ${points(decayed)} points, ${part(first.points, decayed)} from ${first.title} (${points(first.points)})`;
};
