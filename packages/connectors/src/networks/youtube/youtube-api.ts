import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { instantText, nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { listed } from "../../pull/found-by-id.ts";
import { reasonOf, refusalError } from "./youtube-refusal.ts";
import { youtubeSignIn } from "./youtube-sign-in.ts";

/**
 * Fields as in developers.google.com/youtube/v3/docs (channels, playlistItems, videos, commentThreads, comments), read in
 * November 2026. Counts are strings; one that a channel hides or a video switches off is left out.
 */
export const channelsSchema = z.object({
  items: tolerantList(
    z.object({
      id: nativeId,
      snippet: z
        .object({
          title: z.string(),
          customUrl: z.string().nullish(),
          thumbnails: z.object({ default: z.object({ url: z.string() }).nullish() }).nullish(),
        })
        .nullish(),
      statistics: z.object({ subscriberCount: tolerantCount, hiddenSubscriberCount: z.boolean().nullish() }).nullish(),
      contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string().nullish() }).nullish() }).nullish(),
    }),
  ).nullish(),
});

export const uploadsSchema = z.object({
  items: tolerantList(z.object({ contentDetails: z.object({ videoId: nativeId }) })).nullish(),
  nextPageToken: z.string().nullish(),
  pageInfo: z.object({ totalResults: tolerantCount }).nullish(),
});

export const videoSchema = z.object({
  id: nativeId,
  snippet: z.object({
    title: z.string(),
    description: z.string().nullish(),
    publishedAt: instantText,
    channelId: z.string().nullish(),
    liveBroadcastContent: z.string().nullish(),
  }),
  statistics: z.object({ viewCount: tolerantCount, likeCount: tolerantCount, commentCount: tolerantCount }).nullish(),
  status: z.object({ privacyStatus: z.string().nullish() }).nullish(),
});
export type Video = z.infer<typeof videoSchema>;

/** Videos are always asked for by their ids. */
export const videosSchema = z.object({
  items: listed(
    videoSchema,
    z.object({ id: nativeId }).transform(({ id }) => id),
  ).nullish(),
});

export const commentSchema = z.object({
  id: nativeId,
  snippet: z.object({
    /** Left out where the author's account is gone. */
    authorChannelId: z.object({ value: z.string() }).nullish(),
    publishedAt: instantText,
  }),
});
export type Comment = z.infer<typeof commentSchema>;

export const threadsSchema = z.object({
  items: tolerantList(
    z.object({
      id: nativeId,
      snippet: z.object({ topLevelComment: commentSchema, totalReplyCount: tolerantCount }),
      replies: z.object({ comments: tolerantList(commentSchema).nullish() }).nullish(),
    }),
  ).nullish(),
  nextPageToken: z.string().nullish(),
});

export const repliesSchema = z.object({ items: tolerantList(commentSchema).nullish() });

export interface YouTubeQuery<T> {
  /** `channels`, `videos` …: one unit each. */
  list: string;
  query: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What is read as nothing where Google refuses for one of these reasons. */
  nothingFor?: { reasons: ReadonlySet<string>; answer: NoInfer<T> };
}

/** One read. A token that died in the middle is renewed once. */
export const ask = <T>(ctx: ConnectorContext, session: TokenSession, input: YouTubeQuery<T>): Promise<T> =>
  renewOnce(ctx, { network: youtubeSignIn, session }, (token) => askOnce(ctx, token, input));

async function askOnce<T>(
  ctx: ConnectorContext,
  token: string,
  { list, query, schema, nothingFor }: YouTubeQuery<T>,
): Promise<T> {
  const url = new URL(`/youtube/v3/${list}`, apiOrigin(ctx, "youtube", "https://www.googleapis.com"));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  const accept = [400, 401, 403, 404, 429];
  const response = await request(ctx, { networkId: "youtube", url, headers, accept });
  if (response.ok) return readJson(schema, { networkId: "youtube", response });
  const reason = reasonOf(await readText("youtube", response));
  if (reason !== null && nothingFor?.reasons.has(reason)) return nothingFor.answer;
  throw refusalError({ response, reason, now: ctx.now() });
}
