import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { foundById } from "../../pull/found-by-id.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { ask, foundVideosSchema, userSchema, type Video, videosSchema } from "./tiktok-api.ts";
import { tiktokSignIn } from "./tiktok-sign-in.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The most that TikTok gives in one page, and by id. */
const pageSize = 20;
/** Videos are handed round for weeks: about twenty readings in thirty days, each of one request for twenty videos. */
export const rhythm = { firstMs: 15 * minuteMs, factor: 1.5, untilMs: 30 * dayMs };
/** A number that moves slowly. */
export const followersEveryMs = 6 * hourMs;

const fields = [
  "id",
  "create_time",
  "title",
  "video_description",
  "share_url",
  "view_count",
  "like_count",
  "comment_count",
  "share_count",
];

const configSchema = z.object({ openId: z.string() });

/** Pulls an account's public videos. */
export async function* pullTikTok(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  readConfig(configSchema, { networkId: "tiktok", channel });
  const session = await openTokenSession(ctx, { network: tiktokSignIn, secret: channel.secret });
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, session, token),
      lookup: { size: pageSize, rhythm, read: (ids) => lookUp(ctx, session, ids) },
      namedKinds: [],
      followers: () => readFollowers(ctx, session),
      followersEveryMs,
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

/** A page may hold fewer videos than asked for, none even, while there are more: the word counts, not the number. */
async function readPage(ctx: ConnectorContext, session: TokenSession, token: string | null): Promise<TimelinePage> {
  const { videos, cursor, has_more } = await ask(ctx, session, {
    path: "/video/list/",
    fields,
    body: { max_count: pageSize, ...(token === null ? {} : { cursor: Number(token) }) },
    schema: videosSchema,
  });
  const next = has_more === true && cursor != null ? String(cursor) : null;
  return {
    posts: (videos ?? []).map(timelinePost).toSorted((a, b) => b.post.at - a.post.at),
    // A cursor that stands still would never end.
    next: next === token ? null : next,
  };
}

/** Videos that were deleted, or made private, are left out of the answer. */
async function lookUp(ctx: ConnectorContext, session: TokenSession, ids: readonly string[]): Promise<TimelinePost[]> {
  const { videos } = await ask(ctx, session, {
    path: "/video/query/",
    fields,
    body: { filters: { video_ids: ids } },
    schema: foundVideosSchema,
  });
  return foundById({ networkId: "tiktok", ids, items: videos ?? [], read: (video) => [timelinePost(video)] });
}

async function readFollowers(ctx: ConnectorContext, session: TokenSession): Promise<number | undefined> {
  const { user } = await ask(ctx, session, { path: "/user/info/", fields: ["follower_count"], schema: userSchema });
  return user.follower_count ?? undefined;
}

function timelinePost(video: Video): TimelinePost {
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  const text = video.video_description || video.title || "";
  return {
    post: {
      nativeId: stableId(video.id),
      at: video.create_time * 1_000,
      url: bareUrl(video.share_url),
      text: excerpt(text),
      carriesLink: (text.match(/https?:\/\/[^\s<>"]+/gi) ?? []).some(leadsElsewhere),
    },
    totals: {
      ...total("view", video.view_count),
      ...total("like", video.like_count),
      ...total("comment", video.comment_count),
      ...total("reshare", video.share_count),
    },
  };
}

/** TikTok writes the app's key behind the address of a video; it says nothing about the video. */
function bareUrl(link: string | null | undefined): string | null {
  const url = URL.parse(httpUrl(link) ?? "");
  return url === null ? null : `${url.origin}${url.pathname}`;
}

const leadsElsewhere = (link: string): boolean => {
  const host = URL.parse(link)?.hostname ?? null;
  return host !== null && !/(^|\.)tiktok\.com$/.test(host);
};
