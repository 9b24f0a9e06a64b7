import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { nativeId, tolerantCount, tolerantList, wholeNumber } from "../../http/tolerant.ts";
import { listed } from "../../pull/found-by-id.ts";
import { codeOf, tiktokRefusal } from "./tiktok-refusal.ts";
import { tiktokSignIn } from "./tiktok-sign-in.ts";

/**
 * Fields as in developers.tiktok.com/doc (tiktok-api-v2-get-user-info, tiktok-api-v2-video-list, -video-query and
 * -video-object), read in November 2026. Ids are strings beyond 2^53; instants are Unix seconds, cursors milliseconds.
 */
export const userSchema = z.object({
  user: z.object({
    open_id: z.string().nullish(),
    display_name: z.string().nullish(),
    username: z.string().nullish(),
    avatar_url: z.string().nullish(),
    profile_deep_link: z.string().nullish(),
    follower_count: tolerantCount,
  }),
});

export const videoSchema = z.object({
  id: nativeId,
  create_time: wholeNumber,
  title: z.string().nullish(),
  video_description: z.string().nullish(),
  share_url: z.string().nullish(),
  view_count: tolerantCount,
  like_count: tolerantCount,
  comment_count: tolerantCount,
  share_count: tolerantCount,
});
export type Video = z.infer<typeof videoSchema>;

/** An account without videos is told as none, null or an empty list. */
export const videosSchema = z.object({
  videos: tolerantList(videoSchema).nullish(),
  cursor: z.union([z.number().int(), z.string()]).nullish(),
  has_more: z.boolean().nullish(),
});

/** Videos that were asked for by their ids. */
export const foundVideosSchema = z.object({
  videos: listed(
    videoSchema,
    z.object({ id: nativeId }).transform(({ id }) => id),
  ).nullish(),
});

export interface TikTokQuery<T> {
  path: string;
  fields: readonly string[];
  /** Asked by POST where there is one. */
  body?: object;
  schema: z.ZodType<T>;
}

/** One read. A token that died in the middle is renewed once. */
export const ask = <T>(ctx: ConnectorContext, session: TokenSession, input: TikTokQuery<T>): Promise<T> =>
  renewOnce(ctx, { network: tiktokSignIn, session }, (token) => askOnce(ctx, token, input));

const networkId = "tiktok";

async function askOnce<T>(
  ctx: ConnectorContext,
  token: string,
  { path, fields, body, schema }: TikTokQuery<T>,
): Promise<T> {
  const url = new URL(`/v2${path}`, apiOrigin(ctx, networkId, "https://open.tiktokapis.com"));
  url.searchParams.set("fields", fields.join(","));
  const response = await request(ctx, {
    networkId,
    url,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    accept: [400, 401, 403, 404, 429],
  });
  if (!response.ok)
    throw tiktokRefusal({ response, code: codeOf(await readText(networkId, response)), now: ctx.now() });
  // Each answer holds an error, which is "ok" where there is none; a refusal may come with status 200.
  const answer = await readJson(answerOf(schema), { networkId, response });
  if ("data" in answer) return answer.data;
  throw tiktokRefusal({ response, code: answer.error.code, now: ctx.now() });
}

const answerOf = <T>(data: z.ZodType<T>) =>
  z.union([
    z.object({ error: z.object({ code: z.literal("ok") }), data }),
    z.object({ error: z.object({ code: z.string().refine((code) => code !== "ok") }) }),
  ]);
