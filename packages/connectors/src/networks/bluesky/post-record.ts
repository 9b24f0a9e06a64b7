import { z } from "zod";

const facetSchema = z.object({
  features: z.array(z.object({ $type: z.string().nullish(), uri: z.string().nullish() })).nullish(),
});

const externalSchema = z.object({ external: z.object({ uri: z.string().nullish() }).nullish() });

/** A post as its author's repository holds it: lexicon app.bsky.feed.post, read November 2026. */
export const postRecordSchema = z.object({
  text: z.string().nullish(),
  createdAt: z.string().nullish(),
  reply: z.object({ parent: z.object({ uri: z.string() }).nullish() }).nullish(),
  facets: z.array(facetSchema).nullish(),
  embed: externalSchema.extend({ media: externalSchema.nullish() }).nullish(),
});
export type BlueskyPostRecord = z.infer<typeof postRecordSchema>;

/** Whether a post links to a page: by a link in its text, or by a card, alone or beside a quoted post. */
export function carriesLink({ facets, embed }: BlueskyPostRecord): boolean {
  const inText = (facets ?? []).flatMap(({ features }) => features ?? []).some(({ uri }) => isWebPage(uri));
  return inText || isWebPage(embed?.external?.uri) || isWebPage(embed?.media?.external?.uri);
}

const isWebPage = (uri: string | null | undefined): boolean => /^https?:/i.test(uri ?? "");

/** The page of a post on bsky.app, which finds every server's posts. */
export const postUrl = (did: string, rkey: string): string => `https://bsky.app/profile/${did}/post/${rkey}`;
