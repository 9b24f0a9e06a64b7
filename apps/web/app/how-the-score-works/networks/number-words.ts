import { count, duration } from "@headroom/insights";
import type { NumbersOfNetwork, ReadingTimes } from "../../../composition/before-agency.ts";

type NumberKind = NumbersOfNetwork["used"][number]["kind"];

/** What Headroom calls a number, everywhere. */
export const numberWords: Readonly<Record<NumberKind, string>> = {
  post: "Posts",
  linkPost: "Posts with a link",
  view: "Views",
  like: "Likes",
  click: "Clicks",
  save: "Saves",
  reshare: "Reshares",
  mention: "Mentions",
  comment: "Comments",
  followers: "Followers",
};

const minuteMs = 60_000;

/** When a network's numbers are read, one sentence each. */
export const readingSentences = ({ channel, totals, followersEveryMs, push }: ReadingTimes): string[] => [
  channelSentence(channel),
  totalsSentence(totals),
  ...followersSentence(followersEveryMs),
  push.available
    ? ["It can say by itself that something changed, and is then read within a minute.", push.note]
        .filter(Boolean)
        .join(" ")
    : push.reason,
];

function followersSentence(everyMs: ReadingTimes["followersEveryMs"]): string[] {
  if (everyMs === undefined) return [];
  return [
    everyMs === null ? "Followers are asked for each time." : `Followers are asked for every ${duration(everyMs)}.`,
  ];
}

function channelSentence(channel: ReadingTimes["channel"]): string {
  const [first, ...later] = channel;
  if (first === undefined) return "";
  const every = (ms: number) => `every ${duration(Math.round(ms / minuteMs) * minuteMs)}`;
  if (later.length === 0) return `A channel is read ${every(first.everyMs)}, give or take a fifth.`;
  const steps = later.map(({ postAgeMs, everyMs }) => `${every(everyMs)} when it is ${duration(postAgeMs)} old`);
  return `A channel is read ${every(first.everyMs)} while its newest post is fresh, ${steps.join(", ")}, give or take a fifth.`;
}

function totalsSentence({ count: times, firstMs, untilMs, mostPosts }: ReadingTimes["totals"]): string {
  if (times === null || firstMs === null)
    return `Each time, the totals of all posts younger than ${duration(untilMs)} are read again${mostPosts === null ? "" : `, the newest ${mostPosts} at most`}.`;
  return `A post’s totals are read again up to ${count(times, "time", "times")}, first after ${duration(firstMs)}, then ever more rarely until it is ${duration(untilMs)} old.`;
}
