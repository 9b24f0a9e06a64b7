import { z } from "zod";
import { nativeId, tolerantList } from "../../http/tolerant.ts";
import type { BlogSecret } from "./blog-secret.ts";

/**
 * WordPress's public REST routes, as developer.wordpress.org/rest-api/reference/posts and /comments describe them
 * (read in November 2026; answers measured on WordPress 6.1.9 and 7.1.3).
 */
export function wordpressRoute(api: string, route: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(api);
  const plain = url.searchParams.get("rest_route");
  // A site with plain permalinks serves its routes through a parameter.
  if (plain === null) url.pathname = `${url.pathname.replace(/\/$/, "")}${route}`;
  else url.searchParams.set("rest_route", `${plain.replace(/\/$/, "")}${route}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** Basic authentication with an application password (developer.wordpress.org/rest-api/using-the-rest-api/authentication). */
export const wordpressAuth = (secret: BlogSecret | null): Readonly<Record<string, string>> =>
  secret?.kind === "wordpress"
    ? { authorization: `Basic ${Buffer.from(`${secret.user}:${secret.password}`).toString("base64")}` }
    : {};

const rendered = z.object({ rendered: z.string().nullish() }).nullish();
const id = nativeId;

export const wordpressPostsSchema = tolerantList(
  z.object({
    id,
    link: z.string().nullish(),
    date_gmt: z.string(),
    author: id.nullish(),
    title: rendered,
    content: rendered,
    excerpt: rendered,
  }),
);
export type WordpressPost = z.infer<typeof wordpressPostsSchema>[number];

export const wordpressCommentsSchema = tolerantList(
  z.object({
    id,
    post: id,
    author: id.nullish(),
    author_name: z.string().nullish(),
    author_url: z.string().nullish(),
    date_gmt: z.string(),
    type: z.string().nullish(),
  }),
);
export type WordpressComment = z.infer<typeof wordpressCommentsSchema>[number];

export const wordpressSiteSchema = z.object({
  name: z.string().nullish(),
  home: z.string().nullish(),
  url: z.string().nullish(),
});

/** Who the application password belongs to, and what they may do. */
export const wordpressUserSchema = z.object({
  name: z.string().nullish(),
  capabilities: z.record(z.string(), z.unknown()).nullish().catch(null),
});

export const wordpressMadeSchema = z.object({ id, link: z.string().nullish(), source_url: z.string().nullish() });

export const postFields = "id,link,date_gmt,author,title,content,excerpt";
export const commentFields = "id,post,author,author_name,author_url,date_gmt,type";
