import { randomUUID } from "node:crypto";
import { facebookMessage } from "./facebook-webhooks.ts";
import { type FacebookWriting, facebookWriting } from "./facebook-writing.ts";
import {
  type GraphTokens,
  graphError,
  graphFailureOf,
  graphId,
  graphPage,
  graphTime,
  graphTokens,
  isSigned,
  lifetime,
  limitHeadersOf,
  newestFirst,
} from "./graph.ts";
import { type GraphWebhooks, graphWebhooks, install } from "./graph-webhooks.ts";
import { standInApp } from "./oauth.ts";
import { json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";

const version = "v26.0";
const firstId = 122_100_000_000_000_001n;
const failure = graphFailureOf({ type: "pages", code: 80_001 });

export interface FacebookStandIn extends StandIn {
  /** A second page of the same person. */
  second: StandInStore;
  /** Metrics that have ended: naming one fails the whole call. */
  dead: Set<string>;
  /** Clicks on a post; without an entry there is no data. */
  clicks: Map<string, number>;
}

interface Page {
  id: string;
  name: string;
  owner: Actor;
  store: StandInStore;
}

interface Server extends Pick<FacebookStandIn, "dead" | "clicks"> {
  webhooks: GraphWebhooks;
  pages: readonly Page[];
  tokens: GraphTokens;
  /** Page tokens and their pages. They have no end. */
  pageTokens: Map<string, Page>;
  writing: FacebookWriting;
  pageSize: number;
  url: string;
}

/**
 * Facebook with one person who manages two pages. Fields and behaviour: developers.facebook.com/docs/graph-api (reference
 * page, page/feed, page-post, object/comments, user/accounts, insights; overview/rate-limiting; results) and
 * docs/facebook-login/guides/access-tokens, v26.0, read in November 2026.
 */
export async function startFacebookStandIn(options: StandInOptions = {}): Promise<FacebookStandIn> {
  const now = options.now ?? Date.now;
  const name = options.owner ?? "alice";
  const pageOf = (called: string, from: bigint): Page => {
    const owner = { id: called.toLowerCase(), name: called };
    return { id: graphId(owner), name: called, owner, store: createStore({ now, firstId: from }) };
  };
  const pages: [Page, Page] = [pageOf(name, firstId), pageOf(`${name} Bakery`, firstId + 10_000n)];
  const tokens = graphTokens({ now, owner: name });
  const webhooks = graphWebhooks(options);
  for (const { id, store } of pages) {
    watchStore(store, (change) => {
      const message = facebookMessage(id, change, now());
      if (message !== null) webhooks.tell(id, message);
    });
  }
  const server: Server = {
    webhooks,
    pages,
    tokens,
    pageTokens: new Map(),
    dead: new Set(),
    clicks: new Map(),
    writing: facebookWriting(),
    pageSize: options.pageSize ?? 100,
    url: "",
  };
  const running = await startServer({
    options,
    handle: (request) => serve(request, server),
    failure,
    limitHeaders: limitHeadersOf("pages"),
  });
  server.url = running.url;
  return {
    ...running,
    networkId: "facebook",
    store: pages[0].store,
    second: pages[1].store,
    dead: server.dead,
    clicks: server.clicks,
    app: standInApp,
    setCallback: webhooks.setCallback,
    settled: webhooks.settled,
    revoke: () => {
      tokens.oauth.revoke();
      server.pageTokens.clear();
    },
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

function serve(request: StandInRequest, server: Server): StandInReply | Promise<StandInReply> | undefined {
  if (!request.path.startsWith(`/${version}/`)) return undefined;
  const path = request.path.slice(version.length + 1);
  if (path === "/dialog/oauth") return server.tokens.oauth.authorize(request);
  if (path === "/oauth/access_token") return tokenFor(request, server);
  if (!isSigned(request)) return graphError(100);
  if (path === `/${standInApp.id}/subscriptions`) return nameAddress(request, server);
  const page = server.pageTokens.get(request.headers.authorization?.replace(/^bearer /i, "") ?? "");
  if (page !== undefined) return asPage(request, { server, page, path });
  return server.tokens.oauth.accepts(request) ? asPerson(request, { server, path }) : failure("unauthorized");
}

/** With the app's own token, its id and secret joined (docs/graph-api/reference/app/subscriptions). */
async function nameAddress({ headers, query }: StandInRequest, { webhooks }: Server): Promise<StandInReply> {
  if (headers.authorization !== `Bearer ${standInApp.id}|${standInApp.secret}`) return failure("unauthorized");
  const [callbackUrl, verifyToken] = [query.get("callback_url") ?? "", query.get("verify_token") ?? ""];
  // 2200: the address did not answer as it should.
  return (await webhooks.setCallback({ callbackUrl, verifyToken })) ? json({ success: true }) : graphError(2_200);
}

function tokenFor(request: StandInRequest, { tokens }: Server): StandInReply {
  const { method, query } = request;
  if (method === "POST") return tokens.byCode(request);
  const isApp = query.get("client_id") === standInApp.id && query.get("client_secret") === standInApp.secret;
  // "Error validating client secret".
  if (!isApp) return graphError(1);
  if (query.get("grant_type") === "client_credentials")
    return json({ access_token: "app|token", token_type: "bearer" });
  return tokens.lengthen(query.get("fb_exchange_token"));
}

function asPerson(request: StandInRequest, { server, path }: { server: Server; path: string }): StandInReply {
  const fields = request.query.get("fields")?.split(",") ?? [];
  const view = (page: Page) => ({
    id: page.id,
    name: page.name,
    link: `https://www.facebook.com/${page.id}`,
    picture: { data: { url: "https://scontent.example/page.jpg" } },
    ...(fields.includes("access_token") && { access_token: tokenOf(server, page) }),
  });
  if (path === "/me/accounts") return graphPage({ ...server, request, items: server.pages.map(view) });
  const page = server.pages.find(({ id }) => path === `/${id}`);
  return page === undefined ? failure("not-found") : json(view(page));
}

function tokenOf({ pageTokens }: Server, page: Page): string {
  const held = [...pageTokens].find(([, one]) => one === page)?.[0] ?? `page-token-${page.id}-${randomUUID()}`;
  pageTokens.set(held, page);
  return held;
}

interface Asked {
  server: Server;
  page: Page;
  path: string;
}

function asPage(request: StandInRequest, { server, page, path }: Asked): StandInReply | undefined {
  const { store, id } = page;
  const listed = (items: readonly object[]) => graphPage({ ...server, request, items });
  if (path === `/${id}/subscribed_apps`) return install(request, server.webhooks, id);
  if (request.method === "POST") return server.writing(request, { ...page, edge: path.replace(`/${id}/`, "") });
  if (path === `/${id}`) return json({ id, name: page.name, followers_count: store.followers });
  if (path === `/${id}/tagged`) return listed(store.mentions.toReversed().map((one) => writtenView(page, one)));
  if (path === `/${id}/posts`) {
    const metrics = metricsIn(request);
    if (metrics.some((name) => server.dead.has(name))) return graphError(100);
    return listed(newestFirst(store.posts).map((post) => postView(post, { server, page, metrics })));
  }
  const [, postId, isComments] = /^\/\d+_(\d+)(\/comments)?$/.exec(path) ?? [];
  const post = store.posts.find((one) => one.id === postId);
  if (post === undefined) return undefined;
  if (isComments === undefined) {
    const metrics = metricsIn(request);
    if (metrics.some((name) => server.dead.has(name))) return graphError(100);
    return json(postView(post, { server, page, metrics }));
  }
  return listed(post.comments.map((comment) => writtenView(page, comment)));
}

const metricsIn = ({ query }: StandInRequest): string[] =>
  /insights\.metric\(([^)]*)\)/.exec(query.get("fields") ?? "")?.[1]?.split(",") ?? [];

const postView = (
  post: StandInPost,
  { server, page, metrics }: { server: Server; page: Page; metrics: readonly string[] },
) => ({
  id: `${page.id}_${post.id}`,
  message: post.text,
  created_time: graphTime(post.at),
  from: { id: page.id, name: page.name },
  permalink_url: `https://www.facebook.com/${page.id}/posts/${post.id}`,
  ...(post.link !== null && { attachments: { data: [{ media_type: "link", unshimmed_url: post.link }] } }),
  // Missing where nobody shared.
  ...(post.reshares.length > 0 && { shares: { count: post.reshares.length } }),
  reactions: { data: [], summary: { total_count: post.likes.length } },
  comments: { data: [], summary: { order: "chronological", total_count: post.comments.length, can_comment: true } },
  ...(metrics.length > 0 && {
    insights: {
      data: metrics.flatMap((name) =>
        lifetime(name, name === "post_media_view" ? post.views : server.clicks.get(post.id)),
      ),
    },
  }),
});

const writtenView = ({ id, owner }: Page, { id: commentId, at, by, text }: StandInComment) => ({
  id: `${id}_${commentId}`,
  created_time: graphTime(at),
  message: text,
  from: { id: by.id === owner.id ? id : graphId(by), name: by.name },
});
