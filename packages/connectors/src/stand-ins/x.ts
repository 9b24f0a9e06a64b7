import { digest } from "../text/stable-id.ts";
import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";
import { appBearer, type XActivity, xActivity } from "./x-activity.ts";
import { type XWriting, xWriting } from "./x-writing.ts";

/** Beyond 2^53, as real ids are. */
const firstId = 1_990_000_000_000_000_001n;
/** Another for each name, and the same for the same one. */
const ownerIdOf = ({ id }: Actor): string =>
  `783214${(Number.parseInt(digest(id).slice(0, 10), 16) % 10 ** 12).toString().padStart(12, "0")}`;

const hourMs = 3_600_000;

/**
 * X with one account. Fields and behaviour: docs.x.com/x-api (specification 2.167: users/me, users/:id, users/:id/tweets,
 * users/:id/mentions, tweets), fundamentals/authentication/oauth-2-0, fundamentals/rate-limits and pagination, read in
 * November 2026.
 */
export async function startXStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({ now, accessMs: 2 * hourMs, refreshMs: null, rotates: true, owner: owner.id });
  const writing = xWriting(store);
  const activity = xActivity({ options, userId: ownerIdOf(owner) });
  watchStore(store, activity.tell);
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, writing, activity, pageSize: options.pageSize ?? 100 }),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "x-rate-limit-limit": String(limit),
      "x-rate-limit-remaining": String(remaining),
      "x-rate-limit-reset": String(Math.ceil(resetAt / 1_000)),
    }),
  });
  return {
    ...server,
    networkId: "x",
    store,
    app: { ...standInApp, pushKey: appBearer },
    settled: activity.settled,
    revoke: oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  oauth: StandInOAuth;
  writing: XWriting;
  activity: XActivity;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | Promise<StandInReply> | undefined {
  const { path, query } = request;
  if (path === "/i/oauth2/authorize") return server.oauth.authorize(request);
  if (path === "/2/oauth2/token") return server.oauth.token(request);
  if (request.headers.authorization === `Bearer ${appBearer}`) return server.activity.answer(request, "app");
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  const subscribed = server.activity.answer(request, "person");
  if (subscribed !== undefined) return subscribed;
  if (request.method === "POST") return server.writing(request);
  const ownerId = ownerIdOf(server.owner);
  if (path === "/2/users/me" || path === `/2/users/${ownerId}`) return json({ data: userView(server) });
  if (path === `/2/users/${ownerId}/tweets`) return listed(server, query, ownPosts(server));
  if (path === `/2/users/${ownerId}/mentions`) return listed(server, query, mentions(server));
  if (path === "/2/tweets") return lookedUp(server, query);
  return undefined;
}

interface View {
  id: string;
  at: number;
  view: object;
}

function listed({ pageSize }: Server, query: URLSearchParams, all: View[]): StandInReply {
  const since = BigInt(query.get("since_id") ?? "0");
  const start = Date.parse(query.get("start_time") ?? "1970-01-01T00:00:00Z");
  const wanted = all
    .filter(({ id, at }) => BigInt(id) > since && at >= start)
    .toSorted((a, b) => b.at - a.at || Number(BigInt(b.id) - BigInt(a.id)));
  const from = Number(query.get("pagination_token")?.replace(/^page-/, "") ?? 0);
  const page = wanted.slice(from, from + Math.min(pageSize, Number(query.get("max_results") ?? 10)));
  const end = from + page.length;
  const meta = {
    result_count: page.length,
    ...(page[0] === undefined ? {} : { newest_id: page[0].id, oldest_id: page.at(-1)?.id }),
    ...(end < wanted.length ? { next_token: `page-${end}` } : {}),
  };
  return json(page.length === 0 ? { meta } : { data: page.map(({ view }) => view), meta });
}

/** Posts that are not there are errors beside the data, with status 200. */
function lookedUp(server: Server, query: URLSearchParams): StandInReply {
  const ids = (query.get("ids") ?? "").split(",");
  const own = ownPosts(server);
  const data = ids.flatMap((id) => own.find((one) => one.id === id)?.view ?? []);
  const errors = ids
    .filter((id) => !own.some((one) => one.id === id))
    .map((id) => ({
      resource_id: id,
      parameter: "ids",
      resource_type: "tweet",
      title: "Not Found Error",
      type: "https://api.x.com/2/problems/resource-not-found",
      detail: `Could not find tweet with ids: [${id}].`,
    }));
  return json({ ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) });
}

/** The account's posts, its answers to itself among them. */
const ownPosts = (server: Server): View[] =>
  server.store.posts.flatMap((post) => [
    { id: post.id, at: post.at, view: postView(server, post) },
    ...post.comments
      .filter(({ by }) => by.id === server.owner.id)
      .map((comment) => ({ id: comment.id, at: comment.at, view: answerView(server, { post, comment }) })),
  ]);

const mentions = (server: Server): View[] => [
  ...server.store.posts.flatMap((post) =>
    post.comments
      .filter(({ by }) => by.id !== server.owner.id)
      .map((comment) => ({ id: comment.id, at: comment.at, view: answerView(server, { post, comment }) })),
  ),
  ...server.store.mentions.map((mention) => ({
    id: mention.id,
    at: mention.at,
    view: {
      id: mention.id,
      text: `@${server.owner.id} ${mention.text}`,
      created_at: new Date(mention.at).toISOString(),
      author_id: idOf(server, mention.by),
    },
  })),
];

const userView = ({ store, owner }: Server) => ({
  id: ownerIdOf(owner),
  name: owner.name,
  username: owner.id,
  profile_image_url: "https://pbs.example/alice.png",
  public_metrics: {
    followers_count: store.followers,
    following_count: 0,
    tweet_count: store.posts.length,
    listed_count: 0,
  },
});

const postView = ({ owner }: Server, post: StandInPost) => ({
  id: post.id,
  text: post.link === null ? post.text : `${post.text} https://t.co/abc`,
  created_at: new Date(post.at).toISOString(),
  author_id: ownerIdOf(owner),
  edit_history_tweet_ids: [post.id],
  ...(post.answers !== null && {
    in_reply_to_user_id: ownerIdOf(owner),
    referenced_tweets: [{ type: "replied_to", id: post.answers }],
  }),
  ...(post.link === null ? {} : { entities: { urls: [{ url: "https://t.co/abc", expanded_url: post.link }] } }),
  public_metrics: {
    retweet_count: post.reshares.length,
    reply_count: post.comments.length,
    like_count: post.likes.length,
    quote_count: post.quotes.length,
    bookmark_count: post.saves.length,
    impression_count: post.views,
  },
});

const answerView = (server: Server, { post, comment }: { post: StandInPost; comment: StandInComment }) => ({
  id: comment.id,
  text: `@${server.owner.id} ${comment.text}`,
  created_at: new Date(comment.at).toISOString(),
  author_id: idOf(server, comment.by),
  in_reply_to_user_id: ownerIdOf(server.owner),
  referenced_tweets: [{ type: "replied_to", id: post.id }],
  public_metrics: { retweet_count: 0, reply_count: 0, like_count: 0, quote_count: 0, bookmark_count: 0 },
});

const idOf = ({ owner }: Server, actor: Actor): string =>
  actor.id === owner.id
    ? ownerIdOf(owner)
    : String([...actor.id].reduce((sum, c) => sum * 31n + BigInt(c.codePointAt(0) ?? 0), 7n) % 10n ** 17n);

/** Problems as RFC 7807 has them; a limit says when it ends in Unix seconds. */
function failure(
  mode: FailureMode,
  { resetAt, now }: { resetAt: number; now: number } = { resetAt: 0, now: 0 },
): StandInReply {
  const problem = (status: number, title: string, headers = {}) =>
    json({ title, detail: title, type: "about:blank", status }, { status, headers });
  switch (mode) {
    case "server-error":
      return problem(503, "Service Unavailable");
    case "unauthorized":
      return problem(401, "Unauthorized");
    case "forbidden":
      return problem(403, "Forbidden");
    case "not-found":
      return problem(404, "Not Found");
    case "rate-limited":
      return problem(429, "Too Many Requests", {
        "x-rate-limit-reset": String(Math.ceil(Math.max(resetAt, now) / 1_000)),
      });
    default:
      return mode satisfies never;
  }
}
