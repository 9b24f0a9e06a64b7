import { type MastodonStreams, mastodonStreams } from "./mastodon-streams.ts";
import {
  accountView,
  type Instance,
  mentionView,
  notificationOf,
  notificationView,
  ownerId,
  replyView,
  statusView,
} from "./mastodon-views.ts";
import { type MastodonWriting, mastodonWriting } from "./mastodon-writing.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";

/** Beyond 2^53, as real ids are: whoever reads them as numbers loses the last digits. */
const firstId = 115_000_000_000_000_001n;
const token = "stand-in-token";

/**
 * A Mastodon server with one account. Fields and behaviour: docs.joinmastodon.org/methods/accounts, /methods/statuses,
 * /methods/notifications, /entities/Account, /entities/Status, /entities/Notification, /api/rate-limits and
 * /spec/webfinger, read in November 2026 (server 4.6).
 */
export async function startMastodonStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const store = createStore({ now: options.now ?? Date.now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const writing = mastodonWriting({ store, now: options.now ?? Date.now });
  const streams = mastodonStreams();
  const server = await startServer({
    options,
    handle: (request) => serve(request, standIn()),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": new Date(resetAt).toISOString(),
    }),
  });
  const standIn = (): Server => ({
    store,
    owner,
    writing,
    streams,
    url: server.url,
    pageSize: options.pageSize ?? 40,
  });
  watchStore(store, (change) => {
    const told = notificationOf(standIn(), change);
    if (told !== null) streams.send({ event: "notification", data: told });
  });
  const connectFields = { account: `${server.url}/@${owner.id}` };
  return {
    ...server,
    networkId: "mastodon",
    store,
    connectFields,
    connectFieldsWithSecret: { ...connectFields, token },
  };
}

interface Server extends Instance {
  writing: MastodonWriting;
  streams: MastodonStreams;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, query } = request;
  const account = () => json(accountView(server, server.owner));
  if (path === "/.well-known/webfinger") return json(webFinger(server));
  if (path === "/api/v1/accounts/lookup") return query.get("acct") === server.owner.id ? account() : undefined;
  if (path === `/api/v1/accounts/${ownerId}`) return account();
  if (path === `/api/v1/accounts/${ownerId}/statuses`) return statuses(server, query);
  if (path === "/api/v1/accounts/verify_credentials") return signedIn(request) ? account() : failure("unauthorized");
  if (path === "/api/v1/notifications")
    return signedIn(request) ? notifications(server, query) : failure("unauthorized");
  if (path === "/api/v2/instance") return json(instance(server));
  if (path === "/api/v1/streaming/user/notification")
    return signedIn(request) ? server.streams.open() : failure("unauthorized");
  if (server.writing.isMethod(request)) {
    if (!signedIn(request)) return failure("unauthorized");
    const written = server.writing.answer(request);
    return "post" in written ? json(statusView(server, written.post)) : written.reply;
  }
  const [, id, isContext] = /^\/api\/v1\/statuses\/(\d+)(\/context)?$/.exec(path) ?? [];
  const post = server.store.posts.find((candidate) => candidate.id === id);
  if (post === undefined) return undefined;
  if (isContext === undefined) return json(statusView(server, post));
  return json({ ancestors: [], descendants: post.comments.map((comment) => replyView(server, { post, comment })) });
}

const signedIn = ({ headers }: StandInRequest): boolean => headers.authorization === `Bearer ${token}`;

/** The streams have the server's own address. */
const instance = ({ url }: Server) => ({
  domain: new URL(url).host,
  version: "4.6.4",
  configuration: { urls: { streaming: url.replace(/^http/, "ws") } },
});

const webFinger = ({ owner, url }: Server) => ({
  subject: `acct:${owner.id}@${new URL(url).host}`,
  links: [{ rel: "self", type: "application/activity+json", href: `${url}/users/${owner.id}` }],
});

function statuses(server: Server, query: URLSearchParams): StandInReply {
  const all = server.store.posts.toSorted((a, b) => b.at - a.at || Number(BigInt(b.id) - BigInt(a.id)));
  const from = all.findIndex(({ id }) => id === query.get("max_id")) + 1;
  const page = all.slice(from, from + Math.min(server.pageSize, Number(query.get("limit") ?? 20)));
  const last = page.at(-1);
  const next = `${server.url}/api/v1/accounts/${ownerId}/statuses?max_id=${last?.id}`;
  const hasMore = last !== undefined && last !== all.at(-1);
  return json(
    page.map((post) => statusView(server, post)),
    hasMore ? { headers: { link: `<${next}>; rel="next"` } } : {},
  );
}

function notifications(server: Server, query: URLSearchParams): StandInReply {
  const replies = server.store.posts.flatMap((post) =>
    post.comments.map((comment) => ({ comment, status: replyView(server, { post, comment }) })),
  );
  const mentions = server.store.mentions.map((comment) => ({ comment, status: mentionView(server, comment) }));
  const behind = BigInt(query.get("min_id") ?? "0");
  const page = [...replies, ...mentions]
    .filter(({ comment }) => comment.by.id !== server.owner.id && BigInt(comment.id) > behind)
    .toSorted((a, b) => Number(BigInt(a.comment.id) - BigInt(b.comment.id)))
    .slice(0, Math.min(server.pageSize, Number(query.get("limit") ?? 40)))
    .reverse();
  return json(page.map(({ comment, status }) => notificationView(server, { type: "mention", by: comment, status })));
}

const errorTexts = {
  unauthorized: [401, "The access token is invalid"],
  forbidden: [403, "This action is not allowed"],
  "not-found": [404, "Record not found"],
  "rate-limited": [429, "Too many requests"],
  "server-error": [503, "Service unavailable"],
} as const;

function failure(mode: FailureMode, { resetAt }: { resetAt: number } = { resetAt: 0 }): StandInReply {
  const [status, error] = errorTexts[mode];
  const headers = {
    "x-ratelimit-limit": "300",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": new Date(resetAt).toISOString(),
  };
  return json({ error }, { status, headers: mode === "rate-limited" ? headers : {} });
}
