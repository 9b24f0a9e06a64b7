import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { Push } from "../../contract/push.ts";
import { malformedDelivery, touchesOf } from "../../push/read-delivery.ts";
import { webSub } from "../../push/websub.ts";
import { stableId } from "../../text/stable-id.ts";

const configSchema = z.object({ channelId: z.string() });

/**
 * New videos and changed titles (developers.google.com/youtube/v3/guides/push_notifications, read in November 2026). Google
 * tells nothing of views, likes or comments.
 */
export const pushYouTube: Push = webSub({
  networkId: "youtube",
  subjectOf: (ctx, channel) => {
    const { channelId } = readConfig(configSchema, { networkId: "youtube", channel });
    const hub = new URL(
      "/subscribe",
      ctx.baseUrls?.["youtube/hub"] ?? ctx.baseUrls?.youtube ?? "https://pubsubhubbub.appspot.com",
    ).href;
    return { hub, topic: `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${encodeURIComponent(channelId)}` };
  },
  parse: ({ body }, { channelNativeId }) => {
    const text = new TextDecoder().decode(body);
    if (!/<feed[\s>]/.test(text) || !/<\/feed>\s*$/.test(text)) throw malformedDelivery("youtube", null);
    if (channelNativeId === null) return [];
    return touchesOf(videosIn(text, channelNativeId).map((id) => ({ channelNativeId, postNativeId: stableId(id) })));
  },
});

/** Videos of this channel in an Atom feed; one that was deleted is named without its channel. */
function videosIn(text: string, channelId: string): string[] {
  const entries = [...text.matchAll(/<entry[\s>]([\s\S]*?)<\/entry>/g)].map(([, entry = ""]) => entry);
  const own = entries.filter((entry) => element(entry, "yt:channelId") === channelId);
  const deleted = [...text.matchAll(/<at:deleted-entry\s[^>]*ref="yt:video:([\w-]+)"/g)].map(([, id = ""]) => id);
  return [...own.flatMap((entry) => element(entry, "yt:videoId") ?? []), ...deleted];
}

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>\\s*([\\w-]+)\\s*</${name}>`).exec(xml)?.[1];
