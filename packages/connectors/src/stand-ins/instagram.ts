import {
  type GraphTokens,
  graphError,
  graphFailureOf,
  graphId,
  graphPage,
  graphTime,
  graphTokens,
  lifetime,
  limitHeadersOf,
  newestFirst,
} from "./graph.ts";
import { type GraphContainers, graphContainers } from "./graph-containers.ts";
import { type GraphWebhooks, graphWebhooks, install } from "./graph-webhooks.ts";
import { standInApp } from "./oauth.ts";
import { json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";
import { type Change, watchStore } from "./watch-store.ts";

const firstId = 18_000_000_000_000_001n;
const failure = graphFailureOf({ type: "instagram", code: 80_002 });

export interface InstagramStandIn extends StandIn {
  /** Metrics that have ended: naming one fails the whole call. */
  dead: Set<string>;
  /** How many posts may go out in a day. */
  quota: { total: number };
  /** Posts from before the account became a professional one. */
  early: Set<string>;
  /** What the app may not see. */
  withheld: Set<"tags" | "likes">;
}

interface Server extends Pick<InstagramStandIn, "dead" | "early" | "withheld"> {
  webhooks: GraphWebhooks;
  store: StandInStore;
  owner: Actor;
  ownerId: string;
  tokens: GraphTokens;
  containers: GraphContainers;
  pageSize: number;
  url: string;
}

/**
 * Instagram with one professional account, by Instagram Login. Fields and behaviour:
 * developers.facebook.com/documentation/instagram-platform (business-login, reference/access_token,
 * reference/refresh_access_token, ig-user, ig-user/media, ig-user/tags, instagram-media, instagram-media/insights,
 * ig-comment), v26.0, read in November 2026.
 */
export async function startInstagramStandIn(options: StandInOptions = {}): Promise<InstagramStandIn> {
  const now = options.now ?? Date.now;
  const name = options.owner ?? "alice";
  const owner: Actor = { id: name.toLowerCase(), name };
  const store = createStore({ now, firstId });
  const webhooks = graphWebhooks(options);
  const server: Server = {
    webhooks,
    store,
    containers: graphContainers({ store, now, needsPicture: true }),
    owner,
    ownerId: graphId(owner),
    tokens: graphTokens({ now, owner: owner.id }),
    dead: new Set(),
    early: new Set(),
    withheld: new Set(),
    pageSize: options.pageSize ?? 100,
    url: "",
  };
  watchStore(server.store, (change) => {
    const told = messageOf(change);
    const entry = { id: server.ownerId, time: Math.floor(now() / 1_000), ...told };
    if (told !== null) webhooks.tell(server.ownerId, { object: "instagram", entry: [entry] });
  });
  const running = await startServer({
    options,
    handle: (request) => serve(request, server),
    failure,
    limitHeaders: limitHeadersOf("instagram"),
  });
  server.url = running.url;
  const { tokens, containers, dead, early, withheld } = server;
  return {
    ...running,
    networkId: "instagram",
    store,
    dead,
    quota: containers.quota,
    early,
    withheld,
    app: standInApp,
    setCallback: webhooks.setCallback,
    settled: webhooks.settled,
    revoke: tokens.oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, query } = request;
  const { tokens } = server;
  if (path === "/oauth/authorize") return tokens.oauth.authorize(request);
  if (path === "/oauth/access_token") return firstToken(request, server);
  if (path === "/access_token") {
    return query.get("client_secret") === standInApp.secret
      ? tokens.lengthen(query.get("access_token"))
      : graphError(1);
  }
  if (path === "/refresh_access_token") return tokens.renew(query.get("access_token"));
  if (!path.startsWith("/v26.0/")) return undefined;
  return tokens.oauth.accepts(request) ? asAccount(request, server) : failure("unauthorized");
}

/** The first token comes in a list, and a refusal in a shape of its own (business-login, step 2). */
function firstToken(request: StandInRequest, { tokens, ownerId }: Server): StandInReply {
  const reply = tokens.byCode(request);
  if ((reply.status ?? 200) !== 200) {
    return json(
      { error_type: "OAuthException", code: 400, error_message: "Invalid authorization code" },
      { status: 400 },
    );
  }
  const { access_token: token }: { access_token: string } = JSON.parse(reply.body);
  return json({ data: [{ access_token: token, user_id: ownerId, permissions: "instagram_business_basic" }] });
}

function asAccount(request: StandInRequest, server: Server): StandInReply | undefined {
  const { store, owner, ownerId, withheld } = server;
  const path = request.path.slice("/v26.0".length);
  if (path === "/me/subscribed_apps") return install(request, server.webhooks, ownerId);
  const listed = (items: readonly object[]) => graphPage({ ...server, request, items });
  const written = server.containers.answer(request, path.replace(`/${ownerId}/`, ""));
  if (written !== undefined) return written;
  if (path === "/me" || path === `/${ownerId}`) {
    return json({ id: "7700000000000001", user_id: ownerId, username: owner.id, followers_count: store.followers });
  }
  if (path === `/${ownerId}/media`) {
    const metrics = /insights\.metric\(([^)]*)\)/.exec(request.query.get("fields") ?? "")?.[1]?.split(",") ?? [];
    const refusal = insightsRefusal(server, { posts: store.posts, metrics });
    return refusal ?? listed(newestFirst(store.posts).map((post) => mediaView(post, { server, metrics })));
  }
  if (path === `/${ownerId}/tags`) {
    return withheld.has("tags") ? graphError(10) : listed(store.mentions.toReversed().map(writtenView(server)));
  }
  const [, id, edge] = /^\/(\d+)(?:\/(comments|insights))?$/.exec(path) ?? [];
  const post = store.posts.find((one) => one.id === id);
  if (post === undefined) return undefined;
  if (edge === "comments") return listed(post.comments.map(writtenView(server)));
  if (edge === undefined) return json(mediaView(post, { server, metrics: [] }));
  const metrics = request.query.get("metric")?.split(",") ?? [];
  return insightsRefusal(server, { posts: [post], metrics }) ?? json(insightsView(post, metrics));
}

/** documentation/instagram-platform/webhooks/examples: only what is written is told. */
function messageOf(change: Change): object | null {
  if (change.kind === "mention") return { changes: [{ field: "mentions", value: { media_id: `99${change.by.id}` } }] };
  if (change.kind !== "comment") return null;
  const { id, by, text } = change.by;
  const value = { id, from: { id: graphId(by), username: by.id }, text, media: { id: change.post.id } };
  return { field: "comments", value };
}

/** One metric that has ended, or one post that is too early, fails all that was asked with it. */
function insightsRefusal(
  { dead, early }: Server,
  { posts, metrics }: { posts: readonly StandInPost[]; metrics: readonly string[] },
): StandInReply | null {
  if (metrics.some((name) => dead.has(name))) return graphError(100);
  const hasEarly = metrics.length > 0 && posts.some(({ id }) => early.has(id));
  return hasEarly ? graphError(100, { subcode: 2_108_006 }) : null;
}

const insightsView = (post: StandInPost, metrics: readonly string[]) => ({
  data: metrics.flatMap((name) => lifetime(name, insightOf(post)[name])),
});

const insightOf = ({ views, saves, reshares }: StandInPost): Record<string, number> => ({
  views,
  saved: saves.length,
  shares: reshares.length,
});

const permalinkOf = ({ id }: StandInPost): string => `https://www.instagram.com/p/${id}/`;

const mediaView = (post: StandInPost, { server, metrics }: { server: Server; metrics: readonly string[] }) => ({
  id: post.id,
  caption: post.link === null ? post.text : `${post.text} ${post.link}`,
  media_type: "IMAGE",
  media_product_type: "FEED",
  permalink: permalinkOf(post),
  timestamp: graphTime(post.at),
  // Left out where the owner hides them.
  ...(!server.withheld.has("likes") && { like_count: post.likes.length }),
  comments_count: post.comments.length,
  ...(metrics.length > 0 && { insights: insightsView(post, metrics) }),
});

const writtenView =
  ({ owner, ownerId }: Server) =>
  ({ id, at, by, text }: StandInComment) => ({
    id,
    timestamp: graphTime(at),
    text,
    username: by.id,
    from: { id: by.id === owner.id ? ownerId : graphId(by), username: by.id },
  });
