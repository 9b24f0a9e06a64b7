import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { Price } from "../../contract/money.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { freshToken } from "../../http/oauth2.ts";
import { readJson, request } from "../../http/request.ts";
import { tolerantCount, tolerantList } from "../../http/tolerant.ts";
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
  id: z.string(),
  text: z.string(),
  created_at: z.string(),
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
  meta: z.object({ next_token: z.string().nullish(), newest_id: z.string().nullish() }).nullish(),
});

export const userSchema = z.object({
  data: z.object({
    id: z.string(),
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

/** One paid read: the money is set aside first, and only what was delivered is spent. A refused token is renewed once. */
export async function ask<T>(ctx: ConnectorContext, session: XSession, input: XQuery<T>): Promise<T> {
  const charge = await ctx.spend?.(input.price, input.atMost);
  try {
    const answer = await askTwice(ctx, session, input);
    await charge?.settle(input.count(answer));
    return answer;
  } catch (error) {
    // Nothing was delivered, so nothing is billed.
    await charge?.settle(0);
    throw error;
  }
}

async function askTwice<T>(ctx: ConnectorContext, session: XSession, input: XQuery<T>): Promise<T> {
  try {
    return await askOnce(ctx, session, input);
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "unauthorized" || ctx.renewSecret === undefined) throw error;
    session.token = await freshToken(ctx, { network: xSignIn, secret: session.secret, stale: session.token });
    return askOnce(ctx, session, input);
  }
}

async function askOnce<T>(ctx: ConnectorContext, session: XSession, { path, query, schema }: XQuery<T>): Promise<T> {
  const url = new URL(`/2${path}`, apiOrigin(ctx, "x", "https://api.x.com"));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { accept: "application/json", authorization: `Bearer ${session.token}` };
  const response = await request(ctx, { networkId: "x", url, headers });
  return readJson(schema, { networkId: "x", response });
}
