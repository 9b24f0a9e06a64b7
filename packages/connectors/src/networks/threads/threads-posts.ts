import { z } from "zod";
import { instantText, nativeId } from "../../http/tolerant.ts";
import type { TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { leadsOut } from "../graph/outgoing-link.ts";
import type { countsOf } from "../graph/read-insights.ts";

/** documentation/threads/retrieve-and-discover-posts/retrieve-posts, read in November 2026. Posts hold no counts. */
export const threadSchema = z.object({
  id: nativeId,
  text: z.string().nullish(),
  timestamp: instantText,
  permalink: z.string().nullish(),
  media_type: z.string().nullish(),
  link_attachment_url: z.string().nullish(),
  username: z.string().nullish(),
});
export type Thread = z.infer<typeof threadSchema>;

export const threadFields = "id,text,timestamp,permalink,media_type,link_attachment_url,username";

/** documentation/threads/insights, read in November 2026. */
export const threadMetrics = ["views", "likes", "replies", "reposts", "quotes"] as const;

const ownHosts = /(^|\.)threads\.(net|com)$/;

/** A repost is somebody else's post. */
export const isOwnPost = ({ media_type: type, timestamp }: Thread): boolean =>
  type !== "REPOST_FACADE" && !Number.isNaN(Date.parse(timestamp));

export function timelinePost(thread: Thread, counts: ReturnType<typeof countsOf>): TimelinePost {
  const { views, likes, replies, reposts, quotes } = counts;
  const total = (kind: string, count: number | undefined) => (count === undefined ? {} : { [kind]: count });
  return {
    post: {
      nativeId: stableId(thread.id),
      at: Date.parse(thread.timestamp),
      url: httpUrl(thread.permalink),
      text: excerpt(thread.text ?? ""),
      carriesLink: leadsOut({ text: thread.text, links: [thread.link_attachment_url] }, ownHosts),
    },
    totals: {
      ...total("like", likes),
      ...total("comment", replies),
      ...total("view", views),
      ...total("reshare", reposts === undefined ? undefined : reposts + (quotes ?? 0)),
    },
  };
}
