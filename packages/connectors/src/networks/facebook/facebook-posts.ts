import { z } from "zod";
import { instantText, nativeId, tolerantCount } from "../../http/tolerant.ts";
import type { TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { leadsOut } from "../graph/outgoing-link.ts";
import { countsOf, insightsSchema } from "../graph/read-insights.ts";

/** docs/graph-api/reference/page-post, read in November 2026. */
export const postSchema = z.object({
  id: nativeId,
  message: z.string().nullish(),
  story: z.string().nullish(),
  created_time: instantText,
  /** Others may write on a page as well. */
  from: z.object({ id: z.string() }).nullish(),
  permalink_url: z.string().nullish(),
  shares: z.object({ count: tolerantCount }).nullish(),
  reactions: z.object({ summary: z.object({ total_count: tolerantCount }).nullish() }).nullish(),
  comments: z.object({ summary: z.object({ total_count: tolerantCount }).nullish() }).nullish(),
  attachments: z.object({ data: z.array(z.object({ unshimmed_url: z.string().nullish() })).nullish() }).nullish(),
  insights: insightsSchema.nullish(),
});

/**
 * Views and clicks of posts that are still told since impressions ended on 15 June 2026
 * (documentation/pages-api/platforminsights/page/deprecated-metrics, read in November 2026).
 */
export const postMetrics = ["post_media_view", "post_clicks"] as const;

/** What is asked of a post: all answers below a post count as its comments, as they are listed. */
export const postFields = (metrics: readonly string[]): string =>
  [
    "id",
    "message",
    "story",
    "created_time",
    "from{id}",
    "permalink_url",
    "shares",
    "attachments{unshimmed_url}",
    "reactions.summary(total_count).limit(0)",
    "comments.filter(stream).summary(true).limit(0)",
    ...(metrics.length === 0 ? [] : [`insights.metric(${metrics.join(",")})`]),
  ].join(",");

const ownHosts = /(^|\.)(facebook\.com|fb\.com|fb\.me|fb\.watch|messenger\.com)$/;

/** `shares` is missing where nobody shared and where the network hides it: unknown either way. */
export function timelinePost(post: z.infer<typeof postSchema>): TimelinePost[] {
  const at = Date.parse(post.created_time);
  if (Number.isNaN(at)) return [];
  const { post_media_view: views, post_clicks: clicks } = countsOf(post.insights);
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  const links = post.attachments?.data?.map(({ unshimmed_url: link }) => link) ?? [];
  return [
    {
      post: {
        nativeId: stableId(post.id),
        at,
        url: httpUrl(post.permalink_url),
        text: excerpt(post.message ?? post.story ?? ""),
        carriesLink: leadsOut({ text: post.message, links }, ownHosts),
      },
      totals: {
        ...total("like", post.reactions?.summary?.total_count),
        ...total("comment", post.comments?.summary?.total_count),
        ...total("reshare", post.shares?.count),
        ...total("view", views),
        ...total("click", clicks),
      },
    },
  ];
}
