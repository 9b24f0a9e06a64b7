import { createHash } from "node:crypto";
import type { Actor, StandInComment, StandInPost, StandInReaction, StandInStore } from "./store.ts";

/** Whose views these are. */
export interface Account {
  store: StandInStore;
  owner: Actor;
}

/** A DID in the alphabet that real ones use. */
export const didOf = (actor: Actor): string =>
  `did:plc:${createHash("sha256").update(actor.id).digest("hex").slice(0, 24).replaceAll("0", "z").replaceAll("1", "y").replaceAll("8", "x").replaceAll("9", "w")}`;
export const handleOf = (actor: Actor): string => `${actor.id.replaceAll(/[^a-z\d]/g, "-")}.test`;
export const uriOf = ({ owner }: Account, id: string, by: Actor = owner): string =>
  `at://${didOf(by)}/app.bsky.feed.post/${id}`;

export const cidOf = (id: string): string => `bafyrei${id}`;

export const profileView = (actor: Actor) => ({
  did: didOf(actor),
  handle: handleOf(actor),
  displayName: actor.name,
  labels: [],
});

export const feed = (account: Account) =>
  account.store.posts.map((post) => ({ sortAt: post.at, post: postView(account, post) }));

export const likes = (_: Account, post: StandInPost | undefined) =>
  (post?.likes ?? []).map(({ by, at }) => ({
    sortAt: at,
    actor: profileView(by),
    createdAt: new Date(at).toISOString(),
    indexedAt: new Date(at).toISOString(),
  }));

export const quotes = (account: Account, post: StandInPost | undefined) =>
  (post?.quotes ?? []).map((quote) => ({ sortAt: quote.at, ...otherView(account, quote) }));

export const thread = (account: Account, post: StandInPost) => ({
  thread: {
    $type: "app.bsky.feed.defs#threadViewPost",
    post: postView(account, post),
    replies: post.comments.map((comment) => ({
      $type: "app.bsky.feed.defs#threadViewPost",
      post: replyView(account, { post, comment }),
      replies: [],
    })),
  },
});

export const notifications = (account: Account) => [
  ...account.store.mentions.map((mention) => notification(account, { by: mention, reason: "mention", subject: null })),
  ...account.store.posts.flatMap((post) => [
    ...post.likes.map((by) => notification(account, { by, reason: "like", subject: post })),
    ...post.reshares.map((by) => notification(account, { by, reason: "repost", subject: post })),
    ...post.comments.map((by) => notification(account, { by, reason: "reply", subject: post })),
    ...post.quotes.map((by) => notification(account, { by, reason: "quote", subject: post })),
  ]),
];

interface NotificationInput {
  by: StandInReaction & { text?: string };
  reason: keyof typeof collections;
  /** The account's own post that was answered. */
  subject: StandInPost | null;
}

/** In which collection of its author's each lies. */
const collections = { mention: "post", reply: "post", quote: "post", like: "like", repost: "repost" };

function notification(account: Account, { by: { id, by, at, text }, reason, subject }: NotificationInput) {
  const collection = `app.bsky.feed.${collections[reason]}`;
  const createdAt = new Date(at).toISOString();
  return {
    sortAt: at,
    uri: `at://${didOf(by)}/${collection}/${id}`,
    author: profileView(by),
    reason,
    ...(subject !== null && { reasonSubject: uriOf(account, subject.id) }),
    record: { $type: collection, createdAt, ...(text !== undefined && { text }) },
    isRead: false,
    indexedAt: createdAt,
  };
}

export function postView(account: Account, post: StandInPost) {
  const at = new Date(post.at).toISOString();
  const external = { uri: post.link, title: "", description: "" };
  return {
    uri: uriOf(account, post.id),
    cid: cidOf(post.id),
    author: profileView(account.owner),
    record: {
      $type: "app.bsky.feed.post",
      text: post.text,
      createdAt: at,
      ...(post.link === null ? {} : { embed: { $type: "app.bsky.embed.external", external } }),
      ...(post.answers === null
        ? {}
        : { reply: { parent: refOf(account, post.answers), root: rootOf(account, post) } }),
    },
    likeCount: post.likes.length,
    repostCount: post.reshares.length,
    replyCount: post.comments.length,
    quoteCount: post.quotes.length,
    bookmarkCount: post.saves.length,
    indexedAt: at,
  };
}

const refOf = (account: Account, id: string) => ({ uri: uriOf(account, id), cid: cidOf(id) });

/** The first post of a thread. */
const rootOf = (account: Account, post: StandInPost): ReturnType<typeof refOf> => {
  const parent = account.store.posts.find(({ id }) => id === post.answers);
  return parent === undefined ? refOf(account, post.id) : rootOf(account, parent);
};

const replyView = (account: Account, { post, comment }: { post: StandInPost; comment: StandInComment }) => {
  const parent = { uri: uriOf(account, post.id), cid: cidOf(post.id) };
  const view = otherView(account, comment);
  return { ...view, record: { ...view.record, reply: { parent, root: parent } } };
};

/** A post of somebody else. */
const otherView = (account: Account, { id, by, at, text }: StandInComment) => ({
  uri: uriOf(account, id, by),
  cid: cidOf(id),
  author: profileView(by),
  record: { $type: "app.bsky.feed.post", text, createdAt: new Date(at).toISOString() },
  likeCount: 0,
  repostCount: 0,
  replyCount: 0,
  quoteCount: 0,
  indexedAt: new Date(at).toISOString(),
});
