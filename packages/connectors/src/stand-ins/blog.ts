import { createHash } from "node:crypto";
import { atomFeed, commentFeed, type FeedSource, jsonFeed, rdfFeed, rssFeed } from "./blog-feeds.ts";
import { type GhostSite, ghostKeys, ghostSite } from "./blog-ghost.ts";
import { wordpressRoutes } from "./blog-wordpress.ts";
import { standInWordpressUser, type WordpressEditor, wordpressEditor } from "./blog-wordpress-editor.ts";
import { type Hub, startHub } from "./hub.ts";
import { type FailureMode, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { createStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";

export const blogFlavours = ["rss", "atom", "rdf", "json", "wordpress", "wordpress-plain", "ghost"] as const;
export type BlogFlavour = (typeof blogFlavours)[number];

export interface BlogStandInOptions extends StandInOptions {
  /** What the site runs on: a feed of one kind, WordPress with pretty or plain permalinks, or Ghost. */
  flavour?: BlogFlavour;
}

const feeds = {
  rss: { type: "application/rss+xml", write: rssFeed },
  atom: { type: "application/atom+xml", write: atomFeed },
  rdf: { type: "application/rdf+xml", write: rdfFeed },
  json: { type: "application/feed+json", write: jsonFeed },
};

/** WordPress's own default (Settings → Reading). */
const feedLength = 10;

/** A blog: front page, feed, comment feeds, and WordPress's routes where the flavour has them. */
export async function startBlogStandIn(options: BlogStandInOptions = {}): Promise<StandIn> {
  const store = createStore({ now: options.now ?? Date.now, firstId: 101n });
  const flavour = options.flavour ?? "rss";
  const topic = () => `${source.url}/feed/`;
  const hub = startHub({ options, isTopic: (asked) => asked === topic(), algorithm: "sha256" });
  const site: SiteInput = {
    flavour,
    hub,
    pageSize: options.pageSize ?? 100,
    source: () => source,
    editor: wordpressEditor(store, () => source),
    ghost: ghostSite(store, { source: () => source, now: options.now ?? Date.now, pageSize: options.pageSize ?? 100 }),
  };
  const server = await startServer({ options, handle: (request) => serve(request, site), failure });
  const source: FeedSource = {
    url: server.url,
    title: "Stand-in blog",
    owner: options.owner ?? "Alice Author",
    get posts() {
      return store.posts.toSorted((a, b) => b.at - a.at || Number(b.id) - Number(a.id));
    },
  };
  watchStore(store, ({ kind }) => {
    if (kind === "publish" || kind === "remove") hub.publish(topic(), writtenFeed(source, flavour));
  });
  const connectFields = { address: server.url };
  const connectFieldsWithSecret = { ...connectFields, ...secrets[flavour] };
  const { settled } = hub;
  return { ...server, networkId: "blog", store, settled, connectFields, connectFieldsWithSecret };
}

const wordpressUser = { user: standInWordpressUser.name, key: standInWordpressUser.password };
const secrets: Partial<Record<BlogFlavour, Readonly<Record<string, string>>>> = {
  wordpress: wordpressUser,
  "wordpress-plain": wordpressUser,
  ghost: { key: ghostKeys.admin },
};

interface SiteInput {
  flavour: BlogFlavour;
  hub: Hub;
  pageSize: number;
  source: () => FeedSource;
  editor: WordpressEditor;
  ghost: GhostSite;
}

function serve(request: StandInRequest, site: SiteInput): StandInReply | undefined {
  const { flavour, hub, pageSize, editor } = site;
  const source = site.source();
  const rest = restRoute(request, flavour);
  if (rest !== null) return wordpressRoutes({ source, route: rest, request, pageSize, editor });
  if (flavour === "ghost" && /^\/(?:ghost|members)\/api\//.test(request.path)) return site.ghost(request);
  const commented = /^\/comments\/(\d+)\/feed\/$/.exec(request.path)?.[1];
  if (commented !== undefined) {
    const post = source.posts.find(({ id }) => id === commented);
    return post && { headers: { "content-type": "application/rss+xml" }, body: commentFeed(source, post.comments) };
  }
  if (request.path === "/hub") return hub.answer(request);
  if (request.path === "/feed/") return feedReply(request, { source, flavour });
  return request.path === "/" ? frontPage(source, flavour) : undefined;
}

function restRoute(request: StandInRequest, flavour: BlogFlavour): string | null {
  if (flavour === "wordpress" && request.path.startsWith("/wp-json"))
    return request.path.slice("/wp-json".length) || "/";
  return flavour === "wordpress-plain" ? request.query.get("rest_route") : null;
}

function feedReply(
  request: StandInRequest,
  { source, flavour }: { source: FeedSource; flavour: BlogFlavour },
): StandInReply {
  const { body, type } = writtenFeed(source, flavour);
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  if (request.headers["if-none-match"] === etag) return { status: 304, headers: { etag }, body: "" };
  const link = `<${source.url}/hub>; rel="hub", <${source.url}/feed/>; rel="self"`;
  return { headers: { "content-type": type, etag, link }, body };
}

function writtenFeed(source: FeedSource, flavour: BlogFlavour): { type: string; body: string } {
  const { write, type } = feeds[feedKey(flavour)];
  const body = write({ ...source, posts: source.posts.slice(0, feedLength) });
  return { type: `${type}; charset=UTF-8`, body };
}

function frontPage(source: FeedSource, flavour: BlogFlavour): StandInReply {
  const api = { wordpress: "/wp-json/", "wordpress-plain": "/index.php?rest_route=/" }[String(flavour)];
  const { type } = feeds[feedKey(flavour)];
  const links = [
    `<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">`,
    `<link rel="alternate" type="${type}" title="${source.title}" href="/feed/">`,
    api === undefined ? "" : `<link rel="https://api.w.org/" href="${api}">`,
  ];
  return {
    headers: { "content-type": "text/html; charset=UTF-8" },
    body: `<!DOCTYPE html><html><head><title>${source.title}</title>${links.join("")}</head><body><h1>${source.title}</h1></body></html>`,
  };
}

const feedKey = (flavour: BlogFlavour): keyof typeof feeds =>
  flavour === "wordpress" || flavour === "wordpress-plain" || flavour === "ghost" ? "rss" : flavour;

/** Statuses that any web server gives; WordPress answers a comment flood with 429. */
function failure(mode: FailureMode, { resetAt, now }: { resetAt: number; now: number }): StandInReply {
  const statuses = { unauthorized: 401, forbidden: 403, "not-found": 404, "rate-limited": 429, "server-error": 503 };
  const wait = String(Math.ceil((resetAt - now) / 1_000));
  return {
    status: statuses[mode],
    headers: { "content-type": "text/html", ...(mode === "rate-limited" ? { "retry-after": wait } : {}) },
    body: `<h1>${statuses[mode]}</h1>`,
  };
}
