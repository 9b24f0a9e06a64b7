import type { Actor, StandInComment, StandInPost, StandInReaction, StandInStore } from "./store.ts";
import type { Change } from "./watch-store.ts";

/** Whose server it is, and where. */
export interface Instance {
  store: StandInStore;
  owner: Actor;
  url: string;
}

export const ownerId = "109000000000000001";

const idOf = ({ owner }: Instance, actor: Actor): string =>
  actor.id === owner.id
    ? ownerId
    : String([...actor.id].reduce((sum, c) => sum * 31n + BigInt(c.codePointAt(0) ?? 0), 7n) % 10n ** 17n);

export const accountView = (server: Instance, actor: Actor) => ({
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

const baseView = (server: Instance, { id, at, by, html }: { id: string; at: number; by: Actor; html: string }) => ({
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

export function statusView(server: Instance, post: StandInPost) {
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

export const replyView = (server: Instance, { post, comment }: { post: StandInPost; comment: StandInComment }) => ({
  ...baseView(server, { ...comment, html: `<p>${escapeHtml(comment.text)}</p>` }),
  in_reply_to_id: post.id,
  in_reply_to_account_id: ownerId,
});

export const mentionView = (server: Instance, comment: StandInComment) =>
  baseView(server, { ...comment, html: `<p>@${server.owner.id} ${escapeHtml(comment.text)}</p>` });

export const notificationView = (
  server: Instance,
  { type, by, status }: { type: string; by: StandInReaction; status: object },
) => ({
  id: by.id,
  type,
  created_at: new Date(by.at).toISOString(),
  account: accountView(server, by.by),
  status,
});

/** What the account is told of a change; null where it is told nothing, or did it itself. */
export function notificationOf(server: Instance, change: Change): object | null {
  if (!("by" in change) || change.by.by.id === server.owner.id) return null;
  const told = (type: string, status: object) => notificationView(server, { type, by: change.by, status });
  switch (change.kind) {
    case "like":
      return told("favourite", statusView(server, change.post));
    case "reshare":
      return told("reblog", statusView(server, change.post));
    case "comment":
      return told("mention", replyView(server, { post: change.post, comment: change.by }));
    case "quote":
      return told("quote", mentionView(server, change.by));
    case "mention":
      return told("mention", mentionView(server, change.by));
    case "save":
      return null;
  }
}
