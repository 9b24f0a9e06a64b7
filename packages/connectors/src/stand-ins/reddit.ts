import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { submit } from "./reddit-writing.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";

const firstId = 1_400_000n;
const dayMs = 86_400_000;

/**
 * Reddit with one account. Fields and behaviour: reddit.com/dev/api and github.com/reddit-archive/reddit/wiki (API, OAuth2,
 * JSON), read in November 2026: listings with `after`, times with decimals, seconds left of a limit, a token endpoint that
 * refuses with status 200, and no answer for programs that do not say who they are.
 */
export async function startRedditStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({ now, accessMs: dayMs, refreshMs: null, rotates: false, owner: owner.id });
  const onProfile = new Set<string>();
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, pageSize: options.pageSize ?? 100, onProfile }),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "x-ratelimit-used": String(limit - remaining),
      "x-ratelimit-remaining": remaining.toFixed(1),
      "x-ratelimit-reset": ((resetAt - now()) / 1_000).toFixed(1),
    }),
  });
  return {
    ...server,
    networkId: "reddit",
    store,
    app: standInApp,
    revoke: oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  oauth: StandInOAuth;
  pageSize: number;
  /** Ids of what was posted on the account's profile; all else is in a community. */
  onProfile: Set<string>;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, query, headers } = request;
  if (path === "/api/v1/authorize") return server.oauth.authorize(request);
  if (!/^\w+:[^:]+:\d/.test(headers["user-agent"] ?? "")) return failure("rate-limited");
  if (path === "/api/v1/access_token") {
    const reply = server.oauth.token(request);
    return reply.status === 400 ? { ...reply, status: 200 } : reply;
  }
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  if (path === "/api/v1/me") return json(accountView(server));
  if (path === `/user/${server.owner.id}/submitted`) return listSubmitted(query, server);
  if (path === "/api/info") return listNamed(query, server);
  if (path === "/api/submit" && request.method === "POST") return submitted(request, server);
  const post = server.store.posts.find((one) => path === `/comments/${shortId(one.id)}`);
  return post === undefined ? undefined : json(threadView(post, server));
}

function submitted(request: StandInRequest, server: Server): StandInReply {
  const made = submit(request, { store: server.store, profile: profileOf(server) });
  if ("reply" in made) return made.reply;
  server.onProfile.add(made.post.id);
  const { id, name, permalink } = postView(made.post, server);
  return json({ json: { errors: [], data: { url: `https://www.reddit.com${permalink}`, drafts_count: 0, id, name } } });
}

const profileOf = ({ owner }: Pick<Server, "owner">): string => `u_${owner.id}`;

const accountView = ({ store, owner }: Server) => ({
  id: "a1b2c3",
  name: owner.id,
  icon_img: "https://styles.redditmedia.example/alice.png",
  total_karma: 1,
  subreddit: { display_name: profileOf({ owner }), subscribers: store.followers },
});

function listSubmitted(query: URLSearchParams, server: Server): StandInReply {
  const newest = server.store.posts.toSorted((a, b) => b.at - a.at || Number(BigInt(b.id) - BigInt(a.id)));
  const size = Math.min(server.pageSize, Number(query.get("limit") ?? 25));
  const from = newest.findIndex(({ id }) => nameOf(id) === query.get("after")) + 1;
  const page = newest.slice(from, from + size);
  const last = page.at(-1);
  const after = last !== undefined && from + size < newest.length ? nameOf(last.id) : null;
  return json(
    listing(
      page.map((post) => ({ kind: "t3", data: postView(post, server) })),
      after,
    ),
  );
}

/** What is not there is left out. */
function listNamed(query: URLSearchParams, server: Server): StandInReply {
  const names = (query.get("id") ?? "").split(",").slice(0, 100);
  const posts = server.store.posts.filter(({ id }) => names.includes(nameOf(id)));
  return json(
    listing(
      posts.map((post) => ({ kind: "t3", data: postView(post, server) })),
      null,
    ),
  );
}

const listing = (children: readonly object[], after: string | null) => ({
  kind: "Listing",
  data: { after, before: null, dist: children.length, modhash: null, children },
});

const shortId = (id: string): string => BigInt(id).toString(36);
const nameOf = (id: string): string => `t3_${shortId(id)}`;

/** Somebody who gives no title has the text be it. */
const postView = (post: StandInPost, { owner, onProfile }: Server) => ({
  id: shortId(post.id),
  name: nameOf(post.id),
  author: owner.id,
  author_fullname: "t2_a1b2c3",
  subreddit: onProfile.has(post.id) ? profileOf({ owner }) : "gardening",
  title: post.title === "" ? post.text : post.title,
  selftext: post.title === "" ? "" : post.text,
  is_self: post.link === null,
  url: post.link ?? `https://www.reddit.com${permalinkOf(post, { owner, onProfile })}`,
  permalink: permalinkOf(post, { owner, onProfile }),
  created_utc: post.at / 1_000,
  likes: null,
  score: 1 + post.likes.length,
  ups: 1 + post.likes.length,
  upvote_ratio: 1,
  num_comments: post.comments.length,
  num_crossposts: post.reshares.length,
  view_count: null,
  removed_by_category: null,
});

const permalinkOf = ({ id }: StandInPost, { owner, onProfile }: Pick<Server, "owner" | "onProfile">): string =>
  `/${onProfile.has(id) ? `user/${owner.id}` : "r/gardening"}/comments/${shortId(id)}/`;

const threadView = (post: StandInPost, server: Server) => [
  listing([{ kind: "t3", data: postView(post, server) }], null),
  listing(
    post.comments.toReversed().map((comment) => ({ kind: "t1", data: commentView(comment, server) })),
    null,
  ),
];

const commentView = ({ id, by, at, text }: StandInComment, { owner }: Server) => ({
  id: shortId(id),
  name: `t1_${shortId(id)}`,
  author: by.id,
  author_fullname: by.id === owner.id ? "t2_a1b2c3" : `t2_${Buffer.from(by.id).toString("hex")}`,
  body: text,
  created_utc: at / 1_000,
  replies: "",
});

function failure(mode: FailureMode, wait: { resetAt: number; now: number } = { resetAt: 0, now: 0 }): StandInReply {
  const refusal = (status: number, message: string, headers = {}) =>
    json({ message, error: status }, { status, headers });
  switch (mode) {
    case "server-error":
      return refusal(503, "Service Unavailable");
    case "unauthorized":
      return refusal(401, "Unauthorized");
    case "forbidden":
      return refusal(403, "Forbidden");
    case "not-found":
      return refusal(404, "Not Found");
    case "rate-limited":
      return refusal(429, "Too Many Requests", { "x-ratelimit-reset": ((wait.resetAt - wait.now) / 1_000).toFixed(1) });
    default:
      return mode satisfies never;
  }
}
