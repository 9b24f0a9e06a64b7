import type { Receipt, Score } from "@headroom/scoring";
import { change, count, points } from "./format-points.ts";
import { plainText, shortened } from "./plain-text.ts";
import { type ReportChart, reportChart } from "./report-chart.ts";
import { promiseFigure, promiseSentence } from "./report-promise.ts";
import { instantWords, level, periodWords, shareText, shortDay } from "./report-words.ts";
import { safeUntil } from "./safe-until.ts";
import type { ChartHistory } from "./score-chart.ts";
import { whyItMoved } from "./why-it-moved.ts";

/** All that a week's report is made of. Instants in epoch ms, scores in points. */
export interface WeeklyFacts {
  agency: { name: string; isDemo: boolean };
  client: { name: string; timeZone: string };
  /** Monday 00:00 in the client's zone to the next Monday 00:00, or to now while the week runs. */
  week: { from: number; to: number; isRunning: boolean };
  /** When the report is made. */
  now: number;
  /** Where the weeks of the chart begin, oldest first, the report's own last. */
  mondays: readonly number[];
  /** At least from the first of `mondays` on, and from the day before the month of the week's end. */
  history: ChartHistory;
  /** Of the week. */
  receipt: Receipt;
  channels: readonly { id: string; title: string }[];
  posts: readonly WeeklyPost[];
  /** At the end of the week; null: nothing was read yet. */
  score: Score | null;
  /** At the end of the week. */
  target: { value: number; share: number; window: "week" | "month" } | null;
  /** When the score falls below the target if nothing more happens after the week; Infinity = never, null = not known. */
  fallsAt: number | null;
  /** What one post at the end of the week adds within a day, best first. */
  nextPosts: readonly { channelTitle: string; points: number }[];
}

/** A post and what it brought within the week. */
export interface WeeklyPost {
  channelTitle: string;
  at: number;
  text: string;
  points: number;
  /** Reactions by kind. */
  reactions: Readonly<Record<string, number>>;
}

/** The weekly report as it is drawn: plain JSON, everything decided, every text fit for print. */
export interface WeeklyReport {
  agency: string;
  client: string;
  /** The document's title. */
  title: string;
  period: string;
  /** At the end of the week: `52.3`. */
  score: string | null;
  /** `4.3 above the target of 48`. */
  standing: string;
  /** Both in one sentence: `52.3, 4.3 above the target of 48`. */
  headline: string;
  tone: "good" | "bad" | "none";
  figures: { label: string; value: string; note: string }[];
  chart: ReportChart | null;
  why: string[];
  posts: { channel: string; day: string; text: string; points: string; reactions: string }[];
  /** Said instead of posts where none brought anything; null where there is no score either. */
  noPosts: string | null;
  next: string[];
  /** As of when what comes next was worked out. */
  nextAsOf: string;
  /** When and with what it was made. */
  made: string;
  /** Small print: what is not known, and what this is. */
  notes: string[];
}

export const weeklyReport = (given: WeeklyFacts): WeeklyReport => {
  const facts = forPrint(given);
  const { client, week } = facts;
  const zone = client.timeZone;
  const period = periodWords(week, zone);
  return {
    agency: facts.agency.name,
    client: client.name,
    title: `${client.name}, week of ${shortDay(week.from, zone)}`,
    period,
    ...headline(facts),
    tone: tone(facts),
    figures: facts.score === null ? [] : figures(facts),
    chart: chart(facts),
    why: why(facts),
    posts: bestPosts(facts),
    noPosts: facts.score === null ? null : "No post brought points this week.",
    next: next(facts),
    nextAsOf: instantWords(week.to, zone),
    made: `Made ${instantWords(facts.now, zone)} with Headroom, an open influence score from 1 to 100`,
    notes: notes(facts),
  };
};

/** A client's name may be 120 characters; this much fits on a page's first lines. */
const longestName = 80;
const longestTitle = 40;
const longestReason = 90;

/** What people and networks wrote, made fit for print; the history cut at the end of the week. */
const forPrint = (facts: WeeklyFacts): WeeklyFacts => {
  const { from, to } = { from: facts.mondays[0] ?? facts.week.from, to: facts.week.to };
  const { history } = facts;
  return {
    ...facts,
    agency: { ...facts.agency, name: named(facts.agency.name, "The agency", longestName) },
    client: { ...facts.client, name: named(facts.client.name, "The client", longestName) },
    channels: facts.channels.map((channel) => ({ ...channel, title: channelName(channel.title) })),
    nextPosts: facts.nextPosts.map((post) => ({ ...post, channelTitle: channelName(post.channelTitle) })),
    posts: facts.posts.map((post) => ({ ...post, channelTitle: channelName(post.channelTitle) })),
    history: {
      ...history,
      from,
      to,
      points: history.points.filter(({ at }) => at < to),
      crossings: withPassedFall(facts).filter(({ at }) => at < to),
      holds: history.holds
        .filter((hold) => hold.from < to && (hold.to ?? to) > from)
        .map((hold) => ({
          ...hold,
          channelTitle: channelName(hold.channelTitle),
          reason: shortened(plainText(hold.reason).replace(/\.$/, ""), longestReason),
        })),
      algorithms: history.algorithms.filter((algorithm) => algorithm.from <= to),
    },
  };
};

const named = (name: string, otherwise: string, most: number): string => shortened(plainText(name), most) || otherwise;
const channelName = (title: string): string => named(title, "a channel", longestTitle);

/** A fall that was foreseen and has come to pass is a crossing, though nothing was recorded since. */
const withPassedFall = ({
  history: { crossings },
  fallsAt,
  target,
  score,
  week,
}: WeeklyFacts): ChartHistory["crossings"] => {
  const last = crossings.findLast(({ at }) => at < week.to);
  if (fallsAt === null || target === null || score === null || fallsAt >= week.to) return crossings;
  if (last?.direction === "below" || fallsAt <= (last?.at ?? week.from)) return crossings;
  return [...crossings, { at: fallsAt, direction: "below", target: target.value, score: target.value }];
};

/** Closer to the target than this reads as 0.0, points. */
const noticeable = 0.05;

const headline = (facts: WeeklyFacts): Pick<WeeklyReport, "score" | "standing" | "headline"> => {
  const standing = standingOf(facts);
  if (facts.score === null) return { score: null, standing, headline: standing };
  const score = points(facts.score.value);
  return { score, standing, headline: `${score}, ${standing}` };
};

const standingOf = ({ score, target }: WeeklyFacts): string => {
  if (score === null) return "No score yet: no channel has been read";
  if (target === null) return "no target is set";
  const room = score.value - target.value;
  const goal = `the target of ${level(target.value)}`;
  if (Math.abs(room) < noticeable) return `${room < 0 ? "just below" : "right at"} ${goal}`;
  return `${points(Math.abs(room))} ${room < 0 ? "below" : "above"} ${goal}`;
};

const tone = ({ score, target }: WeeklyFacts): WeeklyReport["tone"] => {
  if (score === null || target === null) return "none";
  return score.value < target.value ? "bad" : "good";
};

const figures = (facts: WeeklyFacts): WeeklyReport["figures"] => {
  const { score, target, receipt } = facts;
  if (score === null) return [];
  const room = target === null ? null : score.value - target.value;
  return [
    {
      label: "Change in the week",
      value: isFirst(facts) ? "–" : change(receipt.after - receipt.before),
      note: isFirst(facts) ? "no score before" : `from ${points(receipt.before)} to ${points(receipt.after)}`,
    },
    {
      label: "Headroom",
      value: room === null ? "–" : change(room),
      note: target === null ? "no target is set" : `against the target of ${level(target.value)}`,
    },
    promiseFigure(facts),
    { label: "Safe until", ...safety(facts) },
  ];
};

const safety = ({ fallsAt, target, week, client: { timeZone } }: WeeklyFacts): { value: string; note: string } => {
  if (target === null || fallsAt === null) return { value: "–", note: "no target is set" };
  const { text, inText } = safeUntil({ fallsAt, status: "safe" }, { zone: timeZone, now: week.to });
  if (fallsAt <= week.to) return { value: "–", note: "below target already" };
  if (inText === null) return { value: text, note: "even if nothing more happens" };
  const [day = "", time = ""] = instantWords(fallsAt, timeZone).split(", ");
  return { value: day.replace(/ \d{4}$/, ""), note: time };
};

const chart = ({ history, score, target, week, mondays, client: { timeZone } }: WeeklyFacts): ReportChart | null =>
  reportChart({
    history,
    current: score === null ? null : { score: score.value, target: target?.value ?? null },
    week,
    mondays: mondays.map((at) => ({ at, label: shortDay(at, timeZone) })),
    clock: { zone: timeZone, now: week.to },
    print: (text) => text,
  });

const isFirst = ({ history, week }: WeeklyFacts): boolean => !history.points.some(({ at }) => at <= week.from);

const why = (facts: WeeklyFacts): string[] => {
  const { receipt, channels, history, week, client, score } = facts;
  if (score === null)
    return ["Connect a channel or import a file, and the next report tells how the score moves and why."];
  return whyItMoved({
    receipt,
    channels,
    isFirst: isFirst(facts),
    held: history.holds.filter(({ to }) => to === null || to >= week.to),
    algorithmTitle: (id) => history.algorithms.find((algorithm) => algorithm.id === id)?.title ?? id,
    when: (at) => instantWords(at, client.timeZone),
  });
};

/** As many as a page holds beside the rest. */
const mostPosts = 5;
const mostLetters = 130;
const mostKinds = 3;

const bestPosts = ({ posts, client: { timeZone } }: WeeklyFacts): WeeklyReport["posts"] =>
  posts
    .filter((post) => post.points >= noticeable)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, mostPosts)
    .map((post) => ({
      channel: post.channelTitle,
      day: shortDay(post.at, timeZone),
      text: shortened(plainText(post.text), mostLetters) || "A post without text",
      points: change(post.points),
      reactions: reactionsText(post.reactions),
    }));

const kindNames: Readonly<Record<string, string>> = {
  view: "view",
  like: "like",
  click: "click",
  save: "save",
  reshare: "reshare",
  mention: "mention",
  comment: "comment",
};

const reactionsText = (reactions: WeeklyPost["reactions"]): string =>
  Object.entries(reactions)
    .filter(([, n]) => n >= 1)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostKinds)
    .map(([kind, n]) => count(Math.round(n), kindNames[kind] ?? kind))
    .join(", ") || "no reactions yet";

const next = (facts: WeeklyFacts): string[] => {
  const { score, target, fallsAt, week, nextPosts, client } = facts;
  if (score === null) return [];
  const [best] = nextPosts;
  const safe = () => {
    if (target === null || fallsAt === null) return "No target is set, so nothing can fall below it.";
    if (fallsAt <= week.to) return `The score is ${points(Math.max(0, target.value - score.value))} below its target.`;
    const { text, inText } = safeUntil({ fallsAt, status: "safe" }, { zone: client.timeZone, now: week.to });
    if (inText === null) return `The score stays at or above its target ${text}, even if nothing more happens.`;
    return `If nothing more happens, the score falls below its target on ${instantWords(fallsAt, client.timeZone)}.`;
  };
  return [safe(), ...promiseSentence(facts), bestPost(best)];
};

const bestPost = (best: { channelTitle: string; points: number } | undefined): string => {
  if (best === undefined) return "No channel is heard from, so no post can be advised.";
  if (best.points < noticeable) return "One more post would change next to nothing within a day, before anyone reacts.";
  return `The best next post is on ${best.channelTitle}: it adds ${points(best.points)} within a day, before anyone reacts.`;
};

/** Named one by one up to here. */
const mostNamed = 4;

const notes = ({ agency, score, channels }: WeeklyFacts): string[] => {
  const unknown = (score?.unknownKinds ?? []).flatMap(({ channelId, kinds }) => {
    const title = channels.find(({ id }) => id === channelId)?.title;
    const names = kinds.flatMap((kind) => kindNames[kind] ?? []).map((kind) => `${kind}s`);
    return title === undefined || names.length === 0 ? [] : [`${title}: ${names.join(", ")}`];
  });
  const more = unknown.length > mostNamed ? `; and ${count(unknown.length - mostNamed, "more channel")}` : "";
  return [
    ...(score !== null && score.coverage < 1
      ? [`${shareText(score.coverage)} of the points are of channels that are heard from.`]
      : []),
    ...(unknown.length === 0
      ? []
      : [`Not told by the networks, so not known rather than zero: ${unknown.slice(0, mostNamed).join("; ")}${more}.`]),
    ...(agency.isDemo ? ["This is demo data: agency, client and posts are invented."] : []),
  ];
};
