import { createHmac } from "node:crypto";
import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { type RequestInput, readJson, request } from "../../http/request.ts";
import { nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import type { GhostSecret } from "./blog-secret.ts";

/** A site that runs Ghost, and the key with which it is asked. */
export interface Ghost {
  /** With a slash at the end: a site may lie in a directory. */
  siteUrl: string;
  secret: GhostSecret;
}

/** The oldest version whose answers are read; newer ones go on giving them (docs.ghost.org/faq/api-versioning). */
const acceptVersion = "v5.0";

/** Tokens are made for each request and live less than the five minutes that Ghost allows, s. */
const tokenSeconds = 240;

/**
 * Ghost's Admin API, docs.ghost.org/admin-api, Content API, docs.ghost.org/content-api, and the routes that its comments
 * use on the page, all read in November 2026.
 */
export function ghostUrl(
  { siteUrl }: Pick<Ghost, "siteUrl">,
  route: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(route, siteUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** Asks a route of the key's own API: `posts/` becomes `ghost/api/admin/posts/` or `ghost/api/content/posts/`. */
export function ghostRequest(
  ctx: ConnectorContext,
  { siteUrl, secret }: Ghost,
  {
    route,
    query,
    ...input
  }: { route: string; query?: Readonly<Record<string, string>> } & Omit<RequestInput, "networkId" | "url">,
): Promise<Response> {
  const isAdmin = secret.kind === "ghost-admin";
  return request(ctx, {
    ...input,
    networkId: "blog",
    url: ghostUrl({ siteUrl }, `ghost/api/${isAdmin ? "admin" : "content"}/${route}`, {
      ...query,
      ...(isAdmin ? {} : { key: secret.key }),
    }),
    headers: {
      ...input.headers,
      "accept-version": acceptVersion,
      ...(isAdmin ? { authorization: `Ghost ${adminToken(secret, ctx.now())}` } : {}),
    },
  });
}

/** The same, read as what `schema` says. */
export const ghostQuery = async <T>(
  ctx: ConnectorContext,
  ghost: Ghost,
  asked: { route: string; query?: Readonly<Record<string, string>>; schema: z.ZodType<T> },
): Promise<T> =>
  readJson(asked.schema, {
    networkId: "blog",
    response: await ghostRequest(ctx, ghost, {
      route: asked.route,
      ...(asked.query === undefined ? {} : { query: asked.query }),
    }),
  });

/** A JSON Web Token (RFC 7519) signed with the key's secret, `now` in epoch milliseconds. */
export function adminToken({ id, secret }: { id: string; secret: string }, now: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const issued = Math.floor(now / 1_000);
  const head = part({ alg: "HS256", kid: id, typ: "JWT" });
  const body = part({ iat: issued, exp: issued + tokenSeconds, aud: "/admin/" });
  const signature = createHmac("sha256", Buffer.from(secret, "hex")).update(`${head}.${body}`).digest("base64url");
  return `${head}.${body}.${signature}`;
}

const pagination = z
  .object({
    pagination: z.object({ next: z.number().nullish(), total: z.number().nullish() }).nullish(),
  })
  .nullish();

export const ghostSiteSchema = z.object({
  site: z.object({ title: z.string().nullish(), url: z.string().nullish(), version: z.string().nullish() }),
});

const ghostPostSchema = z.object({
  id: nativeId,
  url: z.string().nullish(),
  title: z.string().nullish(),
  html: z.string().nullish(),
  published_at: z.string().nullish(),
  status: z.string().nullish(),
  authors: z
    .array(z.object({ name: z.string().nullish() }))
    .nullish()
    .catch(null),
  count: z.object({ clicks: tolerantCount }).nullish().catch(null),
});
export type GhostPost = z.infer<typeof ghostPostSchema>;
export const ghostPostsSchema = z.object({ posts: tolerantList(ghostPostSchema), meta: pagination });

/** How many comments each post has, by the post's id. */
export const ghostCommentCountsSchema = z.record(z.string(), tolerantCount);

const ghostReplySchema = z.object({
  id: nativeId,
  created_at: z.string(),
  status: z.string().nullish(),
  member: z.object({ id: z.string().nullish(), uuid: z.string().nullish(), name: z.string().nullish() }).nullish(),
});
export type GhostComment = z.infer<typeof ghostReplySchema>;
export const ghostCommentsSchema = z.object({
  comments: tolerantList(ghostReplySchema.extend({ replies: tolerantList(ghostReplySchema).nullish().catch(null) })),
  meta: pagination,
});
