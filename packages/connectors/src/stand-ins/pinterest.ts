import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { createPin } from "./pinterest-writing.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInPost, type StandInStore } from "./store.ts";

/** Beyond 2^53, as real ids are. */
const firstId = 813_744_226_420_795_884n;
const accountId = "549755885175000001";
const bread = { id: "549755885175", name: "Bread", privacy: "PUBLIC", pin_count: 0 };
const boards = [bread, { id: "549755885176", name: "Cakes & tarts", privacy: "PUBLIC", pin_count: 0 }];
const dayMs = 86_400_000;

/**
 * Pinterest with one business account. Fields and behaviour: specification 5.23 of pinterest/api-description (user_account,
 * boards, pins) and developers.pinterest.com (rate limits, authentication), read in November 2026: bookmarks, ids in quotes, times
 * without a zone, seconds left of a limit.
 */
export async function startPinterestStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({ now, accessMs: 30 * dayMs, refreshMs: 60 * dayMs, rotates: true, owner: owner.id });
  const boardOf = new Map<string, string>();
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, pageSize: options.pageSize ?? 250, boardOf }),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": String(Math.ceil((resetAt - now()) / 1_000)),
    }),
  });
  return {
    ...server,
    networkId: "pinterest",
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
  /** On which board a pin is, by its id; on the first where nothing is said. */
  boardOf: Map<string, string>;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, query } = request;
  if (path === "/oauth/") return server.oauth.authorize(request);
  if (path === "/v5/oauth/token") return server.oauth.token(request);
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  if (path === "/v5/user_account") return json(accountView(server));
  if (path === "/v5/boards") return json({ items: boards, bookmark: null });
  if (path === "/v5/pins" && request.method === "POST") {
    const made = createPin(request, { store: server.store, boards });
    if ("reply" in made) return made.reply;
    server.boardOf.set(made.pin.id, made.boardId);
    return json(pinView(made.pin, { query, server }), { status: 201 });
  }
  if (path === "/v5/pins") return listPins(query, server);
  const pin = server.store.posts.find(({ id }) => path === `/v5/pins/${id}`);
  return pin === undefined ? failure("not-found") : json(pinView(pin, { query, server }));
}

const accountView = ({ store, owner }: Server) => ({
  account_type: "BUSINESS",
  id: accountId,
  username: owner.id,
  business_name: owner.name,
  profile_image: "https://i.pinimg.example/alice.jpg",
  website_url: "",
  board_count: boards.length,
  pin_count: store.posts.length,
  follower_count: store.followers,
  following_count: 0,
  monthly_views: -1,
});

function listPins(query: URLSearchParams, server: Server): StandInReply {
  const { store, pageSize } = server;
  const newest = store.posts.toSorted((a, b) => b.at - a.at);
  const size = Math.min(pageSize, Number(query.get("page_size") ?? 25));
  const from = Number(Buffer.from(query.get("bookmark") ?? "", "base64url").toString() || 0);
  const end = from + size;
  return json({
    items: newest.slice(from, end).map((post) => pinView(post, { query, server })),
    bookmark: end < newest.length ? Buffer.from(String(end)).toString("base64url") : null,
  });
}

const pinView = (post: StandInPost, { query, server }: { query: URLSearchParams; server: Server }) => ({
  id: post.id,
  created_at: new Date(post.at).toISOString().replace(/\.\d+Z$/, ""),
  title: post.images.length > 0 ? post.title : post.text,
  description: post.images.length > 0 ? post.text : null,
  link: post.link,
  alt_text: post.images[0]?.alt ?? null,
  board_id: server.boardOf.get(post.id) ?? bread.id,
  creative_type: "REGULAR",
  is_owner: true,
  parent_pin_id: null,
  pin_metrics: query.get("pin_metrics") === "true" ? metricsView(post) : null,
});

/** Nobody clicks in the store: clicks are left out, as Pinterest leaves out what it does not count. */
const metricsView = ({ views, likes, comments, saves }: StandInPost) => ({
  "90d": { impression: views, pin_click: 0, clickthrough: 0 },
  lifetime_metrics: {
    impression: views,
    pin_click: 0,
    save: saves.length,
    reaction: likes.length,
    comment: comments.length,
  },
});

function failure(mode: FailureMode, wait: { resetAt: number; now: number } = { resetAt: 0, now: 0 }): StandInReply {
  const refusal = (status: number, code: number, headers = {}) =>
    json({ code, message: "Something that people read" }, { status, headers });
  switch (mode) {
    case "server-error":
      return refusal(503, 0);
    case "unauthorized":
      return refusal(401, 2);
    case "forbidden":
      return refusal(403, 29);
    case "not-found":
      return refusal(404, 50);
    case "rate-limited":
      return refusal(429, 8, { "x-ratelimit-reset": String(Math.ceil((wait.resetAt - wait.now) / 1_000)) });
    default:
      return mode satisfies never;
  }
}
