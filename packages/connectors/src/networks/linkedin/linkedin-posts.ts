import { z } from "zod";
import type { PostRecord } from "../../contract/records.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { plainCommentary } from "./commentary.ts";

/**
 * Fields as in learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api, version 202607, read in November
 * 2026. Instants are epoch milliseconds, ids are URNs whose number is beyond 2^53.
 */
export const postSchema = z.object({
  id: z.string().regex(/^urn:li:(share|ugcPost):\d+$/),
  author: z.string().nullish(),
  commentary: z.string().nullish(),
  publishedAt: z.number().positive().nullish(),
  createdAt: z.number().positive().nullish(),
  lifecycleState: z.string().nullish(),
  distribution: z.object({ feedDistribution: z.string().nullish() }).nullish().catch(null),
  content: z
    .object({ article: z.object({ source: z.string().nullish() }).nullish() })
    .nullish()
    .catch(null),
  reshareContext: z.object({ parent: z.string().nullish() }).nullish().catch(null),
});
export type LinkedInPost = z.infer<typeof postSchema>;

/** A page's own post. Drafts are none, nor are advertisements that no follower sees, nor what others wrote, passed on bare. */
export function postRecord(post: LinkedInPost): PostRecord[] {
  const at = post.publishedAt ?? post.createdAt;
  const text = plainCommentary(post.commentary ?? "");
  const isShown =
    (post.lifecycleState ?? "PUBLISHED") === "PUBLISHED" && post.distribution?.feedDistribution !== "NONE";
  const isPassedOn = post.reshareContext?.parent != null && text.trim() === "";
  if (at == null || !isShown || isPassedOn) return [];
  const links = [post.content?.article?.source ?? "", ...(text.match(/https?:\/\/[^\s<>"]+/gi) ?? [])];
  return [
    {
      nativeId: stableId(post.id),
      at,
      url: `https://www.linkedin.com/feed/update/${post.id}/`,
      text: excerpt(text),
      carriesLink: links.some(leadsElsewhere),
    },
  ];
}

/** `lnkd.in` is what LinkedIn makes of links that lead out. */
const leadsElsewhere = (link: string): boolean => {
  const host = URL.parse(link)?.hostname ?? "";
  return host !== "" && !/(^|\.)linkedin\.com$/.test(host);
};
