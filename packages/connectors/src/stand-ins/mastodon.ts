import { type MastodonWriting, mastodonWriting } from "./mastodon-writing.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";

/** Beyond 2^53, as real ids are: whoever reads them as numbers loses the last digits. */
const firstId = 115_000_000_000_000_001n;
const ownerId = "109000000000000001";
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
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, writing, url: server.url, pageSize: options.pageSize ?? 40 }),
    failure,
    limitHeaders: ({ limit, remaining, resetAt }) => ({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": new Date(resetAt).toISOString(),
    }),
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

interface Server {
  store: StandInStore;
  owner: Actor;
  writing: MastodonWriting;
  url: string;
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
  return json(
    page.map(({ comment, status }) => ({
      id: comment.id,
      type: "mention",
      created_at: new Date(comment.at).toISOString(),
      account: accountView(server, comment.by),
      status,
    })),
  );
}

const idOf = ({ owner }: Server, actor: Actor): string =>
  actor.id === owner.id
    ? ownerId
    : String([...actor.id].reduce((sum, c) => sum * 31n + BigInt(c.codePointAt(0) ?? 0), 7n) % 10n ** 17n);

const accountView = (server: Server, actor: Actor) => ({
  id: idOf(server, actor),
  username: actor.id,
  acct: actor.id,
  display_name: actor.name,
  url: `${server.url}/@${encodeURIComponent(actor.id)}`,
  uri: `${server.url}/users/${encodeURIComponent(actor.id)}`,
  avatar: `${server.url}/avatars/original/missing.png`,
  followers_count: actor.id === server.owner.id ? server.store.followers : 0,
  following_count: 0,
  statuses_count: actor.id === server.owner.id ? server.store.posts.length : 0,
});

const noCounts = { favourites_count: 0, reblogs_count: 0, replies_count: 0, quotes_count: 0 };

const baseView = (server: Server, { id, at, by, html }: { id: string; at: number; by: Actor; html: string }) => ({
  id,
  created_at: new Date(at).toISOString(),
  uri: `${server.url}/users/${encodeURIComponent(by.id)}/statuses/${id}`,
  url: `${server.url}/@${encodeURIComponent(by.id)}/${id}`,
  visibility: "public",
  content: html,
  account: accountView(server, by),
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  reblog: null,
  media_attachments: [],
  ...noCounts,
});

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function statusView(server: Server, post: StandInPost) {
  const link =
    post.link === null ? "" : ` <a href="${post.link}" target="_blank" rel="nofollow noopener">${post.link}</a>`;
  return {
    ...baseView(server, { ...post, by: server.owner, html: `<p>${escapeHtml(post.text)}${link}</p>` }),
    ...(post.answers !== null && { in_reply_to_id: post.answers, in_reply_to_account_id: ownerId }),
    favourites_count: post.likes.length,
    reblogs_count: post.reshares.length,
    replies_count: post.comments.length,
    quotes_count: post.quotes.length,
  };
}

const replyView = (server: Server, { post, comment }: { post: StandInPost; comment: StandInComment }) => ({
  ...baseView(server, { ...comment, html: `<p>${escapeHtml(comment.text)}</p>` }),
  in_reply_to_id: post.id,
  in_reply_to_account_id: ownerId,
});

const mentionView = (server: Server, comment: StandInComment) =>
  baseView(server, { ...comment, html: `<p>@${server.owner.id} ${escapeHtml(comment.text)}</p>` });

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
