import { z } from "zod";
import { instantText, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { postRecordSchema } from "./post-record.ts";

/**
 * Views of the AppView: lexicons app.bsky.actor.defs, app.bsky.feed.defs, getLikes, getQuotes, getPostThread and
 * app.bsky.notification.listNotifications, read in November 2026. Only what is read.
 */
const author = z.object({ did: z.string() });

export const profileSchema = z.object({
  did: z.string(),
  handle: z.string(),
  displayName: z.string().nullish(),
  avatar: z.string().nullish(),
  followersCount: tolerantCount,
});
export type Profile = z.infer<typeof profileSchema>;

export const postViewSchema = z.object({
  uri: z.string(),
  author,
  record: postRecordSchema.catch({}),
  indexedAt: instantText,
  likeCount: tolerantCount,
  repostCount: tolerantCount,
  replyCount: tolerantCount,
  quoteCount: tolerantCount,
  bookmarkCount: tolerantCount,
});
export type PostView = z.infer<typeof postViewSchema>;

export const feedSchema = z.object({
  cursor: z.string().nullish(),
  feed: tolerantList(z.object({ post: postViewSchema, reason: z.object({ $type: z.string().nullish() }).nullish() })),
});

export const likesSchema = z.object({
  cursor: z.string().nullish(),
  likes: tolerantList(z.object({ indexedAt: instantText, createdAt: z.string().nullish(), actor: author })),
});

export const quotesSchema = z.object({ cursor: z.string().nullish(), posts: tolerantList(postViewSchema) });

export const postViewsSchema = z.object({ posts: tolerantList(postViewSchema) });

export const postsSchema = z.object({ posts: z.array(z.object({ uri: z.string() })) });

/** A reply and the replies below it. Blocked and deleted ones have no post. */
export interface ThreadNode {
  post?: PostView | undefined;
  replies?: ThreadNode[] | null | undefined;
}
const threadNodeSchema: z.ZodType<ThreadNode> = z.object({
  post: postViewSchema.optional().catch(undefined),
  get replies() {
    return z.array(threadNodeSchema).nullish().catch([]);
  },
});
export const threadSchema = z.object({ thread: threadNodeSchema });

export const notificationsSchema = z.object({
  cursor: z.string().nullish(),
  notifications: tolerantList(
    z.object({
      uri: z.string(),
      author,
      reason: z.string(),
      reasonSubject: z.string().nullish(),
      indexedAt: instantText,
    }),
  ),
});

/** The earlier of when a post says it was written and when the network saw it: clients may claim any date. */
export function instantOf({
  createdAt,
  indexedAt,
}: {
  createdAt?: string | null | undefined;
  indexedAt: string;
}): number {
  const seen = Date.parse(indexedAt);
  const written = Date.parse(createdAt ?? indexedAt);
  return Number.isNaN(written) ? seen : Math.min(written, seen);
}
