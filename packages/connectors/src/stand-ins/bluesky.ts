import { createHash } from "node:crypto";
import { type BlueskySessions, blueskySessions } from "./bluesky-sessions.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";

const appPassword = "abcd-efgh-ijkl-mnop";

/**
 * Bluesky with one account, its AppView and its server in one. Lexicons app.bsky.actor.getProfile, app.bsky.feed.*,
 * app.bsky.notification.listNotifications and com.atproto.server.* (bluesky-social/atproto), limits as in docs.bsky.app
 * advanced-guides/rate-limits; read in November 2026.
 */
export async function startBlueskyStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const store = createStore({ now, firstId: 3_000_000_000_001n });
  const sessions = blueskySessions({ now, did: didOf(owner), appPassword });
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, sessions, url: server.url, pageSize: options.pageSize ?? 100 }),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(remaining),
      "ratelimit-reset": String(Math.ceil(resetAt / 1_000)),
      "ratelimit-policy": `${limit};w=300`,
    }),
  });
  const connectFields = { account: handleOf(owner), service: server.url };
  return {
    ...server,
    networkId: "bluesky",
    store,
    connectFields,
    connectFieldsWithSecret: { ...connectFields, appPassword },
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  sessions: BlueskySessions;
  url: string;
  pageSize: number;
}

const invalidRequest = (message: string): StandInReply => json({ error: "InvalidRequest", message }, { status: 400 });

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { query } = request;
  const method = request.path.replace("/xrpc/", "");
  const session = server.sessions.answer(method, request, server.url);
  if (session !== undefined) return session;
  const post = server.store.posts.find((candidate) => uriOf(server, candidate.id) === query.get("uri"));
  switch (method) {
    case "app.bsky.actor.getProfile":
      return profile(server, query.get("actor"));
    case "app.bsky.feed.getAuthorFeed":
      return json(paged(server, query, { name: "feed", items: feed(server) }));
    case "app.bsky.feed.getLikes":
      return json({ uri: query.get("uri"), ...paged(server, query, { name: "likes", items: likes(server, post) }) });
    case "app.bsky.feed.getQuotes":
      return json({ uri: query.get("uri"), ...paged(server, query, { name: "posts", items: quotes(server, post) }) });
    case "app.bsky.feed.getPostThread":
      return post === undefined
        ? json({ error: "NotFound", message: "Post not found" }, { status: 400 })
        : json(thread(server, post));
    case "app.bsky.feed.getPosts":
      return json({
        posts: server.store.posts
          .filter(({ id }) => query.getAll("uris").includes(uriOf(server, id)))
          .map((one) => postView(server, one)),
      });
    case "app.bsky.notification.listNotifications":
      return (
        server.sessions.signedIn(request) ??
        json(paged(server, query, { name: "notifications", items: notifications(server) }))
      );
    default:
      return undefined;
  }
}

/** A DID in the alphabet that real ones use. */
const didOf = (actor: Actor): string =>
  `did:plc:${createHash("sha256").update(actor.id).digest("hex").slice(0, 24).replaceAll("0", "z").replaceAll("1", "y").replaceAll("8", "x").replaceAll("9", "w")}`;
const handleOf = (actor: Actor): string => `${actor.id.replaceAll(/[^a-z\d]/g, "-")}.test`;
const uriOf = ({ owner }: Server, id: string, by: Actor = owner): string =>
  `at://${didOf(by)}/app.bsky.feed.post/${id}`;

function profile(server: Server, actor: string | null): StandInReply {
  if (actor !== handleOf(server.owner) && actor !== didOf(server.owner)) return invalidRequest("Profile not found");
  const { posts, followers } = server.store;
  return json({ ...profileView(server.owner), followersCount: followers, followsCount: 0, postsCount: posts.length });
}

const profileView = (actor: Actor) => ({
  did: didOf(actor),
  handle: handleOf(actor),
  displayName: actor.name,
  labels: [],
});

interface PagedInput {
  name: string;
  items: readonly { sortAt: number }[];
}

/** Pages by an opaque cursor; the last page may be short and has none. */
function paged({ pageSize }: Server, query: URLSearchParams, { name, items }: PagedInput): object {
  const from = Number(query.get("cursor")?.split("__")[1] ?? 0);
  const size = Math.min(pageSize, Number(query.get("limit") ?? 50));
  const page = items.toSorted((a, b) => b.sortAt - a.sortAt).slice(from, from + size);
  const last = page.at(-1);
  const more = from + size < items.length && last !== undefined ? { cursor: `${last.sortAt}__${from + size}` } : {};
  return { [name]: page.map(({ sortAt: _, ...item }) => item), ...more };
}

const feed = (server: Server) => server.store.posts.map((post) => ({ sortAt: post.at, post: postView(server, post) }));

const likes = (_: Server, post: StandInPost | undefined) =>
  (post?.likes ?? []).map(({ by, at }) => ({
    sortAt: at,
    actor: profileView(by),
    createdAt: new Date(at).toISOString(),
    indexedAt: new Date(at).toISOString(),
  }));

const quotes = (server: Server, post: StandInPost | undefined) =>
  (post?.quotes ?? []).map((quote) => ({ sortAt: quote.at, ...otherView(server, quote) }));

const thread = (server: Server, post: StandInPost) => ({
  thread: {
    $type: "app.bsky.feed.defs#threadViewPost",
    post: postView(server, post),
    replies: post.comments.map((comment) => ({
      $type: "app.bsky.feed.defs#threadViewPost",
      post: replyView(server, { post, comment }),
      replies: [],
    })),
  },
});

const notifications = (server: Server) =>
  server.store.mentions.map((mention) => ({
    sortAt: mention.at,
    uri: uriOf(server, mention.id, mention.by),
    author: profileView(mention.by),
    reason: "mention",
    record: { $type: "app.bsky.feed.post", text: mention.text, createdAt: new Date(mention.at).toISOString() },
    isRead: false,
    indexedAt: new Date(mention.at).toISOString(),
  }));

function postView(server: Server, post: StandInPost) {
  const at = new Date(post.at).toISOString();
  const external = { uri: post.link, title: "", description: "" };
  return {
    uri: uriOf(server, post.id),
    cid: `bafyrei${post.id}`,
    author: profileView(server.owner),
    record: {
      $type: "app.bsky.feed.post",
      text: post.text,
      createdAt: at,
      ...(post.link === null ? {} : { embed: { $type: "app.bsky.embed.external", external } }),
    },
    likeCount: post.likes.length,
    repostCount: post.reshares.length,
    replyCount: post.comments.length,
    quoteCount: post.quotes.length,
    bookmarkCount: post.saves.length,
    indexedAt: at,
  };
}

const replyView = (server: Server, { post, comment }: { post: StandInPost; comment: StandInComment }) => {
  const parent = { uri: uriOf(server, post.id), cid: `bafyrei${post.id}` };
  const view = otherView(server, comment);
  return { ...view, record: { ...view.record, reply: { parent, root: parent } } };
};

/** A post of somebody else. */
const otherView = (server: Server, { id, by, at, text }: StandInComment) => ({
  uri: uriOf(server, id, by),
  cid: `bafyrei${id}`,
  author: profileView(by),
  record: { $type: "app.bsky.feed.post", text, createdAt: new Date(at).toISOString() },
  likeCount: 0,
  repostCount: 0,
  replyCount: 0,
  quoteCount: 0,
  indexedAt: new Date(at).toISOString(),
});

const errorBodies = {
  unauthorized: [401, "AuthenticationRequired", "Invalid identifier or password"],
  forbidden: [400, "AccountDeactivated", "Account is deactivated"],
  "not-found": [400, "InvalidRequest", "Profile not found"],
  "rate-limited": [429, "RateLimitExceeded", "Rate Limit Exceeded"],
  "server-error": [502, "UpstreamFailure", "Upstream service unreachable"],
} as const;

function failure(mode: FailureMode, { resetAt }: { resetAt: number }): StandInReply {
  const [status, error, message] = errorBodies[mode];
  const headers = {
    "ratelimit-limit": "3000",
    "ratelimit-remaining": "0",
    "ratelimit-reset": String(Math.ceil(resetAt / 1_000)),
  };
  return json({ error, message }, { status, headers: mode === "rate-limited" ? headers : {} });
}
