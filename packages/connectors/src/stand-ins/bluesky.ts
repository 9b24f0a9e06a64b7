import { type BlueskyRecords, blueskyRecords } from "./bluesky-records.ts";
import { type BlueskySessions, blueskySessions } from "./bluesky-sessions.ts";
import {
  type Account,
  didOf,
  feed,
  handleOf,
  likes,
  notifications,
  postView,
  profileView,
  quotes,
  thread,
  uriOf,
} from "./bluesky-views.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore } from "./store.ts";

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
  const records = blueskyRecords({ store, owner });
  const server = await startServer({
    options,
    handle: (request) =>
      serve(request, { store, owner, sessions, records, url: server.url, pageSize: options.pageSize ?? 100 }),
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

interface Server extends Account {
  sessions: BlueskySessions;
  records: BlueskyRecords;
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
      return server.sessions.signedIn(request) ?? listNotifications(server, query);
    default:
      return server.records.isMethod(method)
        ? (server.sessions.signedIn(request) ?? server.records.answer(method, request))
        : undefined;
  }
}

function listNotifications(server: Server, query: URLSearchParams): StandInReply {
  const reasons = query.getAll("reasons");
  const items = notifications(server).filter(({ reason, author }) => {
    const isWanted = reasons.length === 0 || reasons.includes(reason);
    return isWanted && author.did !== didOf(server.owner);
  });
  return json(paged(server, query, { name: "notifications", items }));
}

function profile(server: Server, actor: string | null): StandInReply {
  if (actor !== handleOf(server.owner) && actor !== didOf(server.owner)) return invalidRequest("Profile not found");
  const { posts, followers } = server.store;
  return json({ ...profileView(server.owner), followersCount: followers, followsCount: 0, postsCount: posts.length });
}

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
