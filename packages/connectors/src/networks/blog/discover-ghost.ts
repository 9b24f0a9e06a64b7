import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Kind } from "../../contract/records.ts";
import { readJson, request } from "../../http/request.ts";
import { httpUrl } from "../../text/http-url.ts";
import type { BlogConfig } from "./blog-config.ts";
import type { GhostSecret } from "./blog-secret.ts";
import {
  type Ghost,
  ghostCommentCountsSchema,
  ghostPostsSchema,
  ghostQuery,
  ghostSiteSchema,
  ghostUrl,
} from "./ghost-api.ts";
import { postQuery } from "./pull-ghost.ts";

export interface FoundGhost {
  title: string | null;
  siteUrl: string;
  config: Extract<BlogConfig, { reader: "ghost" }>;
  knows: Kind[];
  note: string;
}

/** What the key opens at an address. Throws ConnectorError. */
export async function discoverGhost(
  ctx: ConnectorContext,
  { startUrl, secret }: { startUrl: string; secret: GhostSecret },
): Promise<FoundGhost> {
  const typed: Ghost = { siteUrl: new URL("./", startUrl).href, secret };
  const { site } = await readSite(ctx, typed);
  const ghost: Ghost = { siteUrl: withSlash(httpUrl(site.url) ?? typed.siteUrl), secret };
  const { posts } = await ghostQuery(ctx, ghost, {
    route: "posts/",
    query: { ...postQuery(ghost), limit: "1" },
    schema: ghostPostsSchema,
  });
  const comments = await showsComments(ctx, ghost, posts[0]?.id);
  const clicks = posts.some(({ count }) => count?.clicks != null);
  const knows: Kind[] = [
    "post",
    "linkPost",
    ...(comments ? (["comment"] as const) : []),
    ...(clicks ? (["click"] as const) : []),
  ];
  const can = secret.kind === "ghost-admin" ? "" : " A Content API key cannot publish; an Admin API key can.";
  const reads = comments
    ? "A Ghost site: all posts and comments are read."
    : "A Ghost site: all posts are read. It shows no comments.";
  return {
    title: site.title ?? null,
    siteUrl: ghost.siteUrl,
    config: { reader: "ghost", siteUrl: ghost.siteUrl, comments },
    knows,
    note: reads + can,
  };
}

/** Who the site is, which Ghost tells everybody. */
async function readSite(ctx: ConnectorContext, ghost: Ghost) {
  try {
    const response = await request(ctx, { networkId: "blog", url: ghostUrl(ghost, "ghost/api/admin/site/") });
    return await readJson(ghostSiteSchema, { networkId: "blog", response });
  } catch (cause) {
    if (!isConnectorError(cause) || (cause.code !== "not-found" && cause.code !== "malformed")) throw cause;
    const { host } = new URL(ghost.siteUrl);
    const message = `There is no Ghost at ${host}. Check the address, or leave the key empty.`;
    throw new ConnectorError({ networkId: "blog", code: "invalid-input", message, cause });
  }
}

/** Whether the site counts comments; a site whose comments are off refuses to. */
async function showsComments(ctx: ConnectorContext, ghost: Ghost, postId: string | undefined): Promise<boolean> {
  try {
    const url = ghostUrl(ghost, "members/api/comments/counts/", { ids: postId ?? "" });
    await readJson(ghostCommentCountsSchema, {
      networkId: "blog",
      response: await request(ctx, { networkId: "blog", url }),
    });
    return true;
  } catch (error) {
    if (isConnectorError(error) && ["not-found", "forbidden", "unauthorized", "malformed"].includes(error.code))
      return false;
    throw error;
  }
}

const withSlash = (url: string): string => (url.endsWith("/") ? url : `${url}/`);
