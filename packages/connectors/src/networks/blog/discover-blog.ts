import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import type { Kind } from "../../contract/records.ts";
import { readJson, request } from "../../http/request.ts";
import type { Subject } from "../../push/websub.ts";
import { httpUrl } from "../../text/http-url.ts";
import { stableId } from "../../text/stable-id.ts";
import type { BlogConfig } from "./blog-config.ts";
import { type BlogSecret, typedSecret, writeBlogSecret } from "./blog-secret.ts";
import { discoverGhost } from "./discover-ghost.ts";
import { documentHead } from "./document-head.ts";
import type { Feed } from "./feed.ts";
import { type FetchedDocument, fetchDocument } from "./fetch-document.ts";
import { findHub } from "./find-hub.ts";
import { pageLinks } from "./page-links.ts";
import { readFeed } from "./read-feed.ts";
import {
  wordpressAuth,
  wordpressCommentsSchema,
  wordpressPostsSchema,
  wordpressRoute,
  wordpressSiteSchema,
  wordpressUserSchema,
} from "./wordpress-routes.ts";

/** Where blog software puts feeds that no page names: WordPress, Ghost, Jekyll, Hugo, Blogger. */
const commonPaths = [
  "feed/",
  "rss/",
  "feed.xml",
  "index.xml",
  "atom.xml",
  "rss.xml",
  "feeds/posts/default",
  "feed.json",
];

/** Feeds of one page that are tried; a page may name one per category. */
const feedLimit = 4;

/** Finds the feed, or WordPress's routes, behind an address. */
export async function discoverBlog(
  ctx: ConnectorContext,
  fields: ConnectFields,
): Promise<{ channels: DiscoveredChannel[] }> {
  const secret = typedSecret(fields);
  const found = await fetchDocument(ctx, typedAddress(fields.address));
  const isFeed = looksLikeFeed(found.text);
  if (isFeed && secret === null) {
    return { channels: [feedChannel({ url: found.url, feed: readFeed(found.text, found.url), hub: findHub(found) })] };
  }
  // Who gives a password means the site, not its feed.
  const start = isFeed ? await fetchDocument(ctx, readFeed(found.text, found.url).siteUrl) : found;
  if (secret !== null && secret.kind !== "wordpress") {
    const ghost = await discoverGhost(ctx, { startUrl: start.url, secret });
    await ctx.saveSecret(writeBlogSecret(secret));
    return { channels: [channel(ghost)] };
  }
  const links = pageLinks({ html: start.text, url: start.url, linkHeader: start.headers.get("link") });
  const wordpress =
    links.wordpressApi === null
      ? null
      : await wordpressChannel(ctx, { start, api: links.wordpressApi, feed: links.feeds[0], secret });
  if (wordpress === null && secret !== null) {
    const message = `There is no WordPress with open routes at ${new URL(start.url).host}. Leave user name and password empty to read its feed.`;
    throw new ConnectorError({ networkId: "blog", code: "invalid-input", message });
  }
  if (secret !== null) await ctx.saveSecret(writeBlogSecret(secret));
  if (wordpress !== null) return { channels: [wordpress] };
  const guesses = commonPaths.map((path) => new URL(path, directoryOf(start.url)).href);
  for (const url of [...links.feeds.slice(0, feedLimit), ...guesses]) {
    const feed = await ignoreFailure(async () => {
      const found = await fetchDocument(ctx, url);
      return { url: found.url, feed: readFeed(found.text, found.url), hub: findHub(found) };
    });
    if (feed !== null) return { channels: [feedChannel(feed)] };
  }
  throw new ConnectorError({
    networkId: "blog",
    code: "not-found",
    message: `No feed was found at ${new URL(start.url).host}. If the blog has one, enter the feed's own address.`,
  });
}

function typedAddress(address: string | undefined): URL {
  const typed = address?.trim() ?? "";
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (typed === "" || url === null) {
    throw new ConnectorError({
      networkId: "blog",
      code: "invalid-input",
      message: "Enter the blog's address, such as https://blog.example.",
    });
  }
  return url;
}

const feedRoots: ReadonlySet<string | undefined> = new Set(["rss", "feed", "rdf"]);

const looksLikeFeed = (text: string): boolean =>
  feedRoots.has(documentHead(text).root?.split(":").at(-1)) || /^\s*\{[\s\S]{0,2000}jsonfeed\.org/.test(text);

const directoryOf = (url: string): string => new URL(".", url).href;

function feedChannel({ url, feed, hub }: { url: string; feed: Feed; hub: Subject | null }): DiscoveredChannel {
  const comments = feed.items.some(({ commentTotal }) => commentTotal !== undefined);
  return channel({
    siteUrl: feed.siteUrl,
    title: feed.title,
    config: { reader: "feed", feedUrl: url, comments, ...(hub !== null && { push: hub }) },
    note: comments
      ? "Read from its feed: posts as far back as the feed goes, and comments."
      : "Read from its feed: posts as far back as the feed goes. The feed tells nothing of comments.",
  });
}

async function wordpressChannel(
  ctx: ConnectorContext,
  {
    start,
    api,
    feed,
    secret,
  }: { start: FetchedDocument; api: string; feed: string | undefined; secret: BlogSecret | null },
): Promise<DiscoveredChannel | null> {
  const ask = <T>(schema: Parameters<typeof readJson<T>>[0], route: string, query: Record<string, string>) =>
    ignoreFailure(async () => {
      const response = await request(ctx, { networkId: "blog", url: wordpressRoute(api, route, query) });
      return readJson(schema, { networkId: "blog", response });
    });
  const posts = await ask(wordpressPostsSchema, "/wp/v2/posts", { per_page: "1" });
  if (posts === null) return null;
  if (secret !== null) await checkPassword(ctx, { api, secret });
  const comments = (await ask(wordpressCommentsSchema, "/wp/v2/comments", { per_page: "1" })) !== null;
  const site = await ask(wordpressSiteSchema, "/", { _fields: "name,home,url" });
  const siteUrl = httpUrl(site?.home) ?? start.url;
  // The routes name no hub; a plugin for one writes it into the feed.
  const hub = feed === undefined ? null : await ignoreFailure(async () => findHub(await fetchDocument(ctx, feed)));
  return channel({
    siteUrl,
    title: site?.name ?? null,
    config: { reader: "wordpress", api, siteUrl, comments, ...(hub !== null && { push: hub }) },
    note: comments
      ? "A WordPress site: all posts and comments are read."
      : "A WordPress site: all posts are read. The site does not show its comments to us.",
  });
}

/** A wrong password looks like a missing permission elsewhere, so WordPress is asked who it belongs to. */
async function checkPassword(
  ctx: ConnectorContext,
  { api, secret }: { api: string; secret: BlogSecret },
): Promise<void> {
  const url = wordpressRoute(api, "/wp/v2/users/me", { context: "edit" });
  const headers = wordpressAuth(secret);
  const response = await request(ctx, { networkId: "blog", url, headers, accept: [401, 403] });
  const invalid = (message: string) => new ConnectorError({ networkId: "blog", code: "invalid-input", message });
  if (!response.ok) {
    await response.body?.cancel();
    throw invalid(
      "WordPress does not accept this user name and application password. A password for signing in does not work here.",
    );
  }
  const { capabilities } = await readJson(wordpressUserSchema, { networkId: "blog", response });
  if (capabilities != null && capabilities.publish_posts !== true)
    throw invalid("This WordPress user may not publish posts. Use one with the role of author or more.");
}

interface ChannelInput {
  siteUrl: string;
  title: string | null;
  config: BlogConfig;
  note: string;
  /** Where it differs from what the comments tell. */
  knows?: Kind[];
}

function channel({ siteUrl, title, config, note, ...given }: ChannelInput): DiscoveredChannel {
  const { host, pathname } = new URL(siteUrl);
  const knows = given.knows ?? kindsOf(config);
  const nativeId = stableId(`${host.replace(/^www\./, "")}${pathname.replace(/\/$/, "")}`);
  return { nativeId, title: title || host, url: siteUrl, config, knows, note };
}

const kindsOf = ({ comments }: BlogConfig): Kind[] =>
  comments ? ["post", "linkPost", "comment"] : ["post", "linkPost"];

/** Null where one of several places to look holds nothing. A pause that the site asks for is no such place. */
async function ignoreFailure<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (isConnectorError(error) && error.code !== "rate-limited") return null;
    throw error;
  }
}
