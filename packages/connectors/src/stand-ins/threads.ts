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
import { graphWebhooks } from "./graph-webhooks.ts";
import { standInApp } from "./oauth.ts";
import { json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";
import { type Change, watchStore } from "./watch-store.ts";

const firstId = 18_300_000_000_000_001n;
const failure = graphFailureOf({ type: "threads", code: 4 });

export interface ThreadsStandIn extends StandIn {
  /** Metrics that have ended: naming one fails the whole call. */
  dead: Set<string>;
  /** How many posts may go out in a day. */
  quota: { total: number };
  /** What the app may not see. */
  withheld: Set<"mentions" | "followers">;
}

interface Server extends Pick<ThreadsStandIn, "dead" | "withheld"> {
  store: StandInStore;
  owner: Actor;
  ownerId: string;
  tokens: GraphTokens;
  containers: GraphContainers;
  pageSize: number;
  url: string;
}

/**
 * Threads with one profile. Fields and behaviour: developers.facebook.com/documentation/threads (get-started,
 * threads-profiles, retrieve-posts, insights, replies-and-conversations, threads-mentions), v1.0, read in November 2026.
 */
export async function startThreadsStandIn(options: StandInOptions = {}): Promise<ThreadsStandIn> {
  const now = options.now ?? Date.now;
  const name = options.owner ?? "alice";
  const owner: Actor = { id: name.toLowerCase(), name };
  const store = createStore({ now, firstId });
  const server: Server = {
    store,
    containers: graphContainers({ store, now, needsPicture: false }),
    owner,
    ownerId: graphId(owner),
    tokens: graphTokens({ now, owner: owner.id }),
    dead: new Set(),
    withheld: new Set(),
    pageSize: options.pageSize ?? 100,
    url: "",
  };
  const webhooks = graphWebhooks(options);
  // Whoever signed in is included.
  webhooks.installed.add(server.ownerId);
  watchStore(server.store, (change) => {
    const values = messageOf(change, server);
    const time = Math.floor(now() / 1_000);
    if (values !== null)
      webhooks.tell(server.ownerId, { app_id: standInApp.id, target_id: server.ownerId, time, values });
  });
  const running = await startServer({
    options,
    handle: (request) => serve(request, server),
    failure,
    limitHeaders: limitHeadersOf("threads"),
  });
  server.url = running.url;
  const { tokens, containers, dead, withheld } = server;
  return {
    ...running,
    networkId: "threads",
    store,
    dead,
    quota: containers.quota,
    withheld,
    app: standInApp,
    setCallback: webhooks.setCallback,
    settled: webhooks.settled,
    revoke: tokens.oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

function serve(request: StandInRequest, { tokens, ...server }: Server): StandInReply | undefined {
  const { path, query } = request;
  if (path === "/oauth/authorize") return tokens.oauth.authorize(request);
  if (path === "/oauth/access_token") return tokens.byCode(request);
  if (path === "/access_token") {
    return query.get("client_secret") === standInApp.secret
      ? tokens.lengthen(query.get("access_token"))
      : graphError(1);
  }
  if (path === "/refresh_access_token") return tokens.renew(query.get("access_token"));
  if (!path.startsWith("/v1.0/")) return undefined;
  return tokens.oauth.accepts(request) ? asProfile(request, { tokens, ...server }) : failure("unauthorized");
}

function asProfile(request: StandInRequest, server: Server): StandInReply | undefined {
  const { store, owner, ownerId, withheld } = server;
  const path = request.path.slice("/v1.0".length);
  const listed = (items: readonly object[]) => graphPage({ ...server, request, items });
  const written = server.containers.answer(request, path.replace(`/${ownerId}/`, ""));
  if (written !== undefined) return written;
  switch (path) {
    case "/me":
      return json({ id: ownerId, username: owner.id });
    case `/${ownerId}/threads`:
      // Answers are listed elsewhere, those to oneself as well.
      return listed(newestFirst(store.posts.filter(({ answers }) => answers === null)).map(threadView));
    case `/${ownerId}/mentions`:
      return withheld.has("mentions") ? graphError(10) : listed(store.mentions.toReversed().map(writtenView));
    case `/${ownerId}/threads_insights`:
      return withheld.has("followers") ? graphError(10) : json({ data: [followersView(store.followers)] });
    default:
      return ofPost(request, { server, path });
  }
}

function ofPost(request: StandInRequest, { server, path }: { server: Server; path: string }): StandInReply | undefined {
  const [, id, edge] = /^\/(\d+)(?:\/(conversation|insights))?$/.exec(path) ?? [];
  const post = server.store.posts.find((one) => one.id === id);
  if (post === undefined) return undefined;
  if (edge === undefined) return json(threadView(post));
  if (edge === "insights") return insights(server, { post, metrics: request.query.get("metric")?.split(",") ?? [] });
  const replies = post.comments.map((comment) => ({
    ...writtenView(comment),
    is_reply_owned_by_me: comment.by.id === server.owner.id,
    replied_to: { id: post.id },
  }));
  return graphPage({ ...server, request, items: replies.toReversed() });
}

/** documentation/threads/webhooks: replies, mentions, posts that appear or go. */
function messageOf(change: Change, { owner, ownerId }: Server): object | null {
  switch (change.kind) {
    case "comment": {
      const { id, text, by } = change.by;
      const root_post = { id: change.post.id, owner_id: ownerId, username: owner.id };
      return { field: "replies", value: { id, username: by.id, text, replied_to: { id: change.post.id }, root_post } };
    }
    case "mention":
      return { field: "mentions", value: { id: change.by.id } };
    case "publish":
      return { field: "publish", value: { id: change.post.id } };
    case "remove":
      return { field: "delete", value: { id: change.post.id } };
    default:
      return null;
  }
}

function insights(
  { dead }: Server,
  { post, metrics }: { post: StandInPost; metrics: readonly string[] },
): StandInReply {
  if (metrics.some((name) => dead.has(name))) return graphError(100);
  const counts: Record<string, number> = {
    views: post.views,
    likes: post.likes.length,
    replies: post.comments.length,
    reposts: post.reshares.length,
    quotes: post.quotes.length,
  };
  return json({ data: metrics.flatMap((name) => lifetime(name, counts[name])) });
}

const followersView = (value: number) => ({ name: "followers_count", period: "day", total_value: { value } });

const threadView = (post: StandInPost) => ({
  id: post.id,
  media_product_type: "THREADS",
  media_type: "TEXT_POST",
  text: post.text,
  timestamp: graphTime(post.at),
  username: "alice",
  permalink: `https://www.threads.com/@alice/post/${post.id}`,
  ...(post.link !== null && { link_attachment_url: post.link }),
});

const writtenView = ({ id, at, by, text }: StandInComment) => ({
  id,
  timestamp: graphTime(at),
  text,
  username: by.id,
});
