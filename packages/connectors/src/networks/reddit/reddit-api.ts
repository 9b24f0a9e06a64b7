import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode, type ConnectorErrorOptions } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { classifyResponse } from "../../http/classify-response.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, request } from "../../http/request.ts";
import { nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { listed } from "../../pull/found-by-id.ts";
import { redditOAuth } from "./reddit-sign-in.ts";

/**
 * Fields as in reddit.com/dev/api and github.com/reddit-archive/reddit/wiki/JSON, read in November 2026. `likes` is not
 * read: it is how the asking account itself voted.
 */
const postSchema = z.object({
  /** With its kind: `t3_15bfi0`. */
  name: z.string(),
  author: z.string().nullish(),
  title: z.string(),
  selftext: z.string().nullish(),
  permalink: z.string(),
  url: z.string().nullish(),
  is_self: z.boolean().nullish(),
  /** Seconds, with decimals. */
  created_utc: z.number().positive(),
  /** Upvotes less downvotes, the author's own among them; below 0 where many voted it down. */
  score: z.number().nullish().catch(null),
  num_comments: tolerantCount,
  num_crossposts: tolerantCount,
  /** Who took it away, if anybody did. */
  removed_by_category: z.string().nullish(),
});
export type RedditPost = z.infer<typeof postSchema>;

export const postsSchema = z.object({
  data: z.object({
    children: tolerantList(z.object({ kind: z.literal("t3"), data: postSchema })),
    after: z.string().nullish(),
  }),
});

/** Posts that were asked for by their ids. */
export const foundPostsSchema = z.object({
  data: z.object({
    children: listed(
      z.object({ kind: z.literal("t3"), data: postSchema }),
      z.object({ data: z.object({ name: nativeId }) }).transform(({ data }) => data.name),
    ),
  }),
});

export const accountSchema = z.object({
  id: nativeId,
  name: z.string(),
  icon_img: z.string().nullish(),
  subreddit: z.object({ subscribers: tolerantCount }).nullish().catch(null),
});

export const commentSchema = z.object({
  kind: z.literal("t1"),
  data: z.object({
    name: z.string(),
    author: z.string().nullish(),
    author_fullname: z.string().nullish(),
    created_utc: z.number().positive(),
    /** A listing, or an empty text. */
    replies: z.unknown(),
  }),
});

/** The post, then its comments. */
export const threadSchema = z.tuple([z.unknown(), z.unknown()]);

/** What goes wrong may come with status 200 (reddit.com/dev/api, `api_type=json`): `[code, words, field]`. */
const failedSchema = z.object({
  json: z.object({
    errors: z.array(z.tuple([z.string()]).rest(z.unknown())).min(1),
    /** Seconds to wait. */
    ratelimit: z.number().nullish(),
  }),
});

export interface RedditQuery<T> {
  path: string;
  query?: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What is handed over, as a form; a read where it is left out. */
  send?: Readonly<Record<string, string>>;
  /** What refusals mean here, by their code; any other of something handed over means that it was not taken. */
  refusals?: Readonly<Record<string, RedditRefusal>>;
}

export type RedditRefusal = Pick<ConnectorErrorOptions, "code" | "message" | "retryable" | "retryAfterMs">;

/** One call. A token that died in the middle is renewed once. */
export const ask = <T>(ctx: ConnectorContext, session: TokenSession, input: RedditQuery<T>): Promise<T> =>
  renewOnce(ctx, { network: redditOAuth, session }, (token) => askOnce(ctx, token, input));

async function askOnce<T>(
  ctx: ConnectorContext,
  token: string,
  { path, query = {}, schema, send, refusals = {} }: RedditQuery<T>,
): Promise<T> {
  const url = new URL(path, apiOrigin(ctx, "reddit", "https://oauth.reddit.com"));
  // Without it, `&` comes as `&amp;` in every text and address.
  for (const [name, value] of Object.entries({ raw_json: "1", ...query })) url.searchParams.set(name, value);
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  const form = send && { method: "POST" as const, body: new URLSearchParams({ ...send, api_type: "json" }).toString() };
  const response = await request(ctx, {
    networkId: "reddit",
    url,
    headers: { ...headers, ...(form && { "content-type": "application/x-www-form-urlencoded" }) },
    ...form,
  });
  const either = z.union([
    failedSchema.transform(({ json }) => ({ failed: json, answer: undefined })),
    schema.transform((answer) => ({ failed: undefined, answer })),
  ]);
  const read = await readJson(either, { networkId: "reddit", response });
  if (read.failed === undefined) return read.answer;
  throw refusal(ctx, { response, failed: read.failed, refusals, otherwise: send ? "invalid-input" : "malformed" });
}

const codes: Readonly<Record<string, ConnectorErrorCode>> = {
  RATELIMIT: "rate-limited",
  QUOTA_FILLED: "rate-limited",
  USER_REQUIRED: "unauthorized",
  USER_DOESNT_EXIST: "not-found",
  SUBREDDIT_NOEXIST: "not-found",
  DELETED_LINK: "not-found",
};

interface Refused {
  response: Response;
  failed: z.infer<typeof failedSchema>["json"];
  refusals: Readonly<Record<string, RedditRefusal>>;
  otherwise: ConnectorErrorCode;
}

/** By its code alone; the seconds in the body are more exact than those in the header. */
function refusal(ctx: ConnectorContext, { response, failed, refusals, otherwise }: Refused): ConnectorError {
  const { status, headers } = response;
  const networkId = "reddit";
  const reason = failed.errors[0]?.[0] ?? "";
  const named = refusals[reason];
  const code = named?.code ?? codes[reason] ?? otherwise;
  const error = classifyResponse({ networkId, status, headers, body: "", now: ctx.now(), meaning: () => code });
  const toldMs = failed.ratelimit == null ? undefined : Math.ceil(failed.ratelimit * 1_000);
  if (named !== undefined) {
    const retryAfterMs = named.retryable === true ? (toldMs ?? named.retryAfterMs) : undefined;
    return new ConnectorError({ networkId, status, ...named, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  }
  if (code !== "rate-limited" || toldMs === undefined) return error;
  const retryAfterMs = toldMs;
  return new ConnectorError({ networkId, code, status, message: error.message, retryAfterMs });
}
