import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { foundById } from "../../pull/found-by-id.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { readComments } from "./read-comments.ts";
import { ask, channelsSchema, uploadsSchema, type Video, videosSchema } from "./youtube-api.ts";
import { youtubeSignIn } from "./youtube-sign-in.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The most that Google gives in one page, and by id: one unit either way. */
const pageSize = 50;
/** Videos live for weeks: about twenty readings in thirty days, each of one unit for fifty videos. */
export const rhythm = { firstMs: 15 * minuteMs, factor: 1.5, untilMs: 30 * dayMs };
/** A number that moves slowly. */
export const followersEveryMs = 6 * hourMs;

const configSchema = z.object({ channelId: z.string(), uploads: z.string() });

interface Source {
  channelId: string;
  uploads: string;
  session: TokenSession;
}

/** Pulls a channel's public videos. `search` is never asked: it is a hundred times dearer and incomplete. */
export async function* pullYouTube(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const config = readConfig(configSchema, { networkId: "youtube", channel });
  const source = {
    ...config,
    session: await openTokenSession(ctx, { network: youtubeSignIn, secret: channel.secret }),
  };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, source, token),
      lookup: { size: pageSize, rhythm, read: (ids) => lookUp(ctx, source, ids) },
      namedKinds: ["comment"],
      reactions: ({ post }) => readComments(ctx, source, post.nativeId),
      followers: () => readSubscribers(ctx, source),
      followersEveryMs,
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

/** A channel that never uploaded has a list that is not there. */
const noUploads = { reasons: new Set(["playlistNotFound"]), answer: {} };

async function readPage(ctx: ConnectorContext, source: Source, token: string | null): Promise<TimelinePage> {
  const { items, nextPageToken, pageInfo } = await ask(ctx, source.session, {
    list: "playlistItems",
    query: {
      playlistId: source.uploads,
      part: "contentDetails",
      maxResults: String(pageSize),
      ...(token === null ? {} : { pageToken: token }),
    },
    schema: uploadsSchema,
    nothingFor: noUploads,
  });
  const ids = (items ?? []).map(({ contentDetails }) => contentDetails.videoId);
  const found = ids.length === 0 ? [] : await lookUp(ctx, source, ids);
  // What cannot be read is left for another time.
  const posts = found.filter(({ post }) => post.at > 0);
  const total = pageInfo?.totalResults;
  return {
    posts: posts.toSorted((a, b) => b.post.at - a.post.at),
    next: nextPageToken ?? null,
    ...(total == null ? {} : { total }),
  };
}

async function lookUp(
  ctx: ConnectorContext,
  { session, channelId }: Source,
  ids: readonly string[],
): Promise<TimelinePost[]> {
  const { items } = await ask(ctx, session, {
    list: "videos",
    query: { id: ids.join(","), part: "snippet,statistics,status" },
    schema: videosSchema,
  });
  const isOwn = ({ snippet }: Video): boolean => snippet.channelId == null || snippet.channelId === channelId;
  const read = (video: Video) => (isOwn(video) ? timelinePost(video) : []);
  return foundById({ networkId: "youtube", ids, items: items ?? [], read });
}

/** Hidden subscribers are unknown, though Google then says 0. */
async function readSubscribers(ctx: ConnectorContext, { session, channelId }: Source): Promise<number | undefined> {
  const { items } = await ask(ctx, session, {
    list: "channels",
    query: { id: channelId, part: "statistics" },
    schema: channelsSchema,
  });
  const statistics = items?.[0]?.statistics;
  return statistics?.hiddenSubscriberCount === true ? undefined : (statistics?.subscriberCount ?? undefined);
}

function timelinePost({ id, snippet, statistics, status }: Video): TimelinePost[] {
  const at = Date.parse(snippet.publishedAt);
  const isPublic = (status?.privacyStatus ?? "public") === "public";
  if (!isPublic || snippet.liveBroadcastContent === "upcoming" || Number.isNaN(at)) return [];
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  const description = snippet.description ?? "";
  return [
    {
      post: {
        nativeId: stableId(id),
        at,
        url: `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`,
        text: excerpt([snippet.title, description].filter((part) => part.trim() !== "").join(" — ")),
        carriesLink: (description.match(/https?:\/\/[^\s<>"]+/gi) ?? []).some(leadsElsewhere),
      },
      totals: {
        ...total("view", statistics?.viewCount),
        ...total("like", statistics?.likeCount),
        ...total("comment", statistics?.commentCount),
      },
    },
  ];
}

const leadsElsewhere = (link: string): boolean => {
  const host = URL.parse(link)?.hostname ?? null;
  return host !== null && !/(^|\.)(youtube\.com|youtu\.be)$/.test(host);
};
