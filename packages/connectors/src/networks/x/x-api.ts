import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { Price } from "../../contract/money.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { freshToken } from "../../http/oauth2.ts";
import { readJson, request } from "../../http/request.ts";
import { instantText, nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { listed } from "../../pull/found-by-id.ts";
import { xSignIn } from "./x-sign-in.ts";

/** Fields as in X API v2, specification 2.167 (docs.x.com/x-api, read in November 2026). Ids are strings beyond 2^53. */
const metricsSchema = z
  .object({
    retweet_count: tolerantCount,
    reply_count: tolerantCount,
    like_count: tolerantCount,
    quote_count: tolerantCount,
    bookmark_count: tolerantCount,
    impression_count: tolerantCount,
  })
  .partial();

export const postSchema = z.object({
  id: nativeId,
  text: z.string(),
  created_at: instantText,
  author_id: z.string().nullish(),
  in_reply_to_user_id: z.string().nullish(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: z.string() })).nullish(),
  entities: z
    .object({ urls: z.array(z.object({ url: z.string().nullish(), expanded_url: z.string().nullish() })).nullish() })
    .nullish(),
  public_metrics: metricsSchema.nullish(),
});
export type XPost = z.infer<typeof postSchema>;

/** A 200 may hold both what was found and errors about the rest; an answer without `data` found nothing. */
export const postsSchema = z.object({
  data: tolerantList(postSchema).nullish(),
  meta: z
    .object({ next_token: z.string().nullish(), newest_id: z.string().nullish(), result_count: tolerantCount })
    .nullish(),
});

/** Posts that were asked for by their ids. What it says of those that it does not show tells the deleted from the rest. */
export const foundPostsSchema = z.object({
  data: listed(
    postSchema,
    z.object({ id: nativeId }).transform(({ id }) => id),
  ).nullish(),
  errors: tolerantList(z.object({ resource_id: nativeId, type: z.string() }))
    .nullish()
    .catch(null),
});

/** How many posts an answer delivered, those among them that cannot be read. */
export const deliveredPosts = ({ data, meta }: z.infer<typeof postsSchema>): number =>
  meta?.result_count ?? data?.length ?? 0;

export const userSchema = z.object({
  data: z.object({
    id: nativeId,
    name: z.string(),
    username: z.string(),
    profile_image_url: z.string().nullish(),
    public_metrics: z.object({ followers_count: tolerantCount }).nullish(),
  }),
});

const configSchema = z.object({ userId: z.string() });

/** Who is asked, and with what. The token changes when it is renewed. */
export interface XSession {
  userId: string;
  secret: string | undefined;
  token: string;
}

export async function openSession(ctx: ConnectorContext, channel: PullChannel): Promise<XSession> {
  const { userId } = readConfig(configSchema, { networkId: "x", channel });
  const { secret } = channel;
  return { userId, secret, token: await freshToken(ctx, { network: xSignIn, secret }) };
}

export interface XQuery<T> {
  path: string;
  query: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What each thing in the answer costs, and the most there can be. */
  price: Price;
  atMost: number;
  /** How many there were. */
  count: (answer: T) => number;
}

/**
 * One paid read: the money is set aside first, and only what was delivered is spent. What was delivered but could not be
 * read is billed all the same, so the whole of it counts. A refused token is renewed once.
 */
export async function ask<T>(ctx: ConnectorContext, session: XSession, input: XQuery<T>): Promise<T> {
  const charge = await ctx.spend?.(input.price, input.atMost);
  const outcome = await deliver(ctx, session, input);
  await charge?.settle(outcome.count);
  if (!outcome.isRead) throw outcome.error;
  return outcome.answer;
}

type Outcome<T> = { isRead: true; count: number; answer: T } | { isRead: false; count: number; error: unknown };

async function deliver<T>(ctx: ConnectorContext, session: XSession, input: XQuery<T>): Promise<Outcome<T>> {
  let response: Response;
  try {
    response = await fetchTwice(ctx, session, input);
  } catch (error) {
    return { isRead: false, count: 0, error };
  }
  try {
    const answer = await readJson(input.schema, { networkId: "x", response });
    return { isRead: true, count: input.count(answer), answer };
  } catch (error) {
    return { isRead: false, count: input.atMost, error };
  }
}

async function fetchTwice<T>(ctx: ConnectorContext, session: XSession, input: XQuery<T>): Promise<Response> {
  try {
    return await fetchOnce(ctx, session, input);
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "unauthorized" || ctx.renewSecret === undefined) throw error;
    session.token = await freshToken(ctx, { network: xSignIn, secret: session.secret, stale: session.token });
    return fetchOnce(ctx, session, input);
  }
}

async function fetchOnce<T>(ctx: ConnectorContext, session: XSession, { path, query }: XQuery<T>): Promise<Response> {
  const url = new URL(`/2${path}`, apiOrigin(ctx, "x", "https://api.x.com"));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { accept: "application/json", authorization: `Bearer ${session.token}` };
  return request(ctx, { networkId: "x", url, headers });
}
