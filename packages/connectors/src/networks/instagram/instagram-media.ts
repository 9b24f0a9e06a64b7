import { z } from "zod";
import { instantText, nativeId, tolerantCount } from "../../http/tolerant.ts";
import type { TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { leadsOut } from "../graph/outgoing-link.ts";
import { type countsOf, insightsSchema } from "../graph/read-insights.ts";

/** documentation/instagram-platform/reference/instagram-media, read in November 2026. */
export const mediaSchema = z.object({
  id: nativeId,
  caption: z.string().nullish(),
  permalink: z.string().nullish(),
  timestamp: instantText,
  like_count: tolerantCount,
  comments_count: tolerantCount,
  insights: insightsSchema.nullish(),
});
export type Medium = z.infer<typeof mediaSchema>;

/** reference/instagram-media/insights (18 June 2026): impressions, plays and video views have ended. */
export const mediaMetrics = ["views", "saved", "shares"] as const;

export const mediaFields = (metrics: readonly string[]): string =>
  [
    "id",
    "caption",
    "permalink",
    "timestamp",
    "like_count",
    "comments_count",
    ...(metrics.length === 0 ? [] : [`insights.metric(${metrics.join(",")})`]),
  ].join(",");

const ownHosts = /(^|\.)instagram\.com$/;

/**
 * Likes are left out where the owner hides them. An address in a caption counts as a link, though readers have to type
 * it: there is no other way to link.
 */
export function timelinePost(medium: Medium, { views, saved, shares }: ReturnType<typeof countsOf>): TimelinePost[] {
  const at = Date.parse(medium.timestamp);
  if (Number.isNaN(at)) return [];
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  return [
    {
      post: {
        nativeId: stableId(medium.id),
        at,
        url: httpUrl(medium.permalink),
        text: excerpt(medium.caption ?? ""),
        carriesLink: leadsOut({ text: medium.caption }, ownHosts),
      },
      totals: {
        ...total("like", medium.like_count),
        ...total("comment", medium.comments_count),
        ...total("view", views),
        ...total("save", saved),
        ...total("reshare", shares),
      },
    },
  ];
}
