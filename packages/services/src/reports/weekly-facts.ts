import { agencies, and, clientRunways, eq, gt, lte } from "@headroom/db";
import { mondaysUpTo, monthOf, type Week, type WeeklyFacts } from "@headroom/insights";
import { activeAt, nextPost, type Runway, replay, runway, scoreAt } from "@headroom/scoring";
import type { ClientRecord } from "../clients/client-access.ts";
import { historyBetween } from "../clients/client-history.ts";
import { receiptOf } from "../clients/client-receipt.ts";
import type { SystemContext } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { type HistorySince, loadHistorySince } from "../scores/load-history.ts";

/** The chart of a report shows this much of the past, its own week included. */
const chartWeeks = 4;

/** Everything a client's weekly report says, as of the end of the week or of now while it runs. */
export const weeklyFacts = async (
  ctx: SystemContext,
  { client, week }: { client: ClientRecord; week: Week },
): Promise<WeeklyFacts> => {
  const now = ctx.io.now();
  const to = Math.min(week.to, now);
  const mondays = mondaysUpTo(week, { zone: client.timeZone, weeks: chartWeeks });
  const clientId = client.id;
  const history = await historyBetween(ctx, { clientId, from: readFrom(mondays[0] ?? week.from, to, client), to });
  const since = await loadHistorySince({ db: ctx.db, agencyId: ctx.agencyId, clientId, since: week.from });
  const { receipt, channels, posts } = await receiptOf(ctx, { clientId, since, from: week.from, to });
  const target = history.targets.findLast(({ from }) => from <= to) ?? null;
  return {
    agency: await agencyOf(ctx),
    client: { name: client.name, timeZone: client.timeZone },
    week: { from: week.from, to, isRunning: now < week.to },
    now,
    mondays,
    history,
    receipt,
    channels,
    posts,
    target,
    ...(await standingAt(ctx, { client, at: to, target: target?.value ?? null, channels, since })),
  };
};

/** The chart's weeks and the month of the promise, with a day before them to see what held when they began. */
const readFrom = (firstMonday: number, to: number, { timeZone }: ClientRecord): number =>
  Math.min(firstMonday, monthOf(to - 1, timeZone).from) - 86_400_000;

const agencyOf = async ({ db, agencyId }: SystemContext): Promise<WeeklyFacts["agency"]> =>
  firstOr404(
    await db.select({ name: agencies.name, isDemo: agencies.isDemo }).from(agencies).where(eq(agencies.id, agencyId)),
    "The agency",
  );

interface StandingQuestion {
  client: ClientRecord;
  at: number;
  target: number | null;
  since: HistorySince;
  channels: readonly { id: string; title: string }[];
}

/** Score, fall and best posts from the history itself: the same whenever it is asked, as long as nothing arrives late. */
const standingAt = async (
  ctx: SystemContext,
  { client, at, target, channels, since: { history, start } }: StandingQuestion,
): Promise<Pick<WeeklyFacts, "score" | "fallsAt" | "nextPosts">> => {
  const isBegun = (read: { at: number }) => read.at <= at;
  const isKnown = start !== null || history.signals.some(isBegun) || history.audience.some(isBegun);
  if (!isKnown) return { score: null, fallsAt: null, nextPosts: [] };
  const algorithm = activeAt(history.algorithms, at);
  const state = replay({ history, start, until: at, targets: [] }).states[algorithm.id];
  if (state === undefined) throw new Error(`no state of ${algorithm.id}`);
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "a channel";
  return {
    score: scoreAt(algorithm, state, at),
    fallsAt:
      target === null
        ? null
        : await fallOf(ctx, { clientId: client.id, at, found: runway(algorithm, state, target, at) }),
    nextPosts: nextPost(algorithm, state, at).map(({ channelId, points }) => ({
      channelTitle: title(channelId),
      points,
    })),
  };
};

interface FallQuestion {
  clientId: string;
  at: number;
  found: Runway;
}

const fallOf = async (ctx: SystemContext, { clientId, at, found }: FallQuestion): Promise<number> => {
  switch (found.kind) {
    case "already":
      return (await foreseenFall(ctx, { clientId, at })) ?? at;
    case "never":
      return Number.POSITIVE_INFINITY;
    case "at":
      return found.at;
    default:
      return found satisfies never;
  }
};

/** A fall that was foreseen for an instant before `at`, since when nothing came in. */
const foreseenFall = async (
  { db, agencyId }: SystemContext,
  { clientId, at }: Omit<FallQuestion, "found">,
): Promise<number | null> => {
  const [row] = await db
    .select({ fallsAt: clientRunways.fallsAt })
    .from(clientRunways)
    .where(
      and(
        eq(clientRunways.agencyId, agencyId),
        eq(clientRunways.clientId, clientId),
        gt(clientRunways.fallsAt, clientRunways.asOf),
        lte(clientRunways.fallsAt, new Date(at)),
      ),
    );
  return row?.fallsAt.getTime() ?? null;
};
