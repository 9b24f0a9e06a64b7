import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { httpUrl } from "../../text/http-url.ts";
import { ask, channelsSchema } from "./youtube-api.ts";
import { youtubeSignIn } from "./youtube-sign-in.ts";

/** The channels of the account that signed in. */
export async function discoverYouTube(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "youtube", code: "invalid-input", message: "Sign in at Google first." });
  }
  const session = await openTokenSession(ctx, { network: youtubeSignIn, secret: grant.secret });
  const { items } = await ask(ctx, session, {
    list: "channels",
    query: { mine: "true", part: "snippet,contentDetails,statistics", maxResults: "50" },
    schema: channelsSchema,
  });
  return {
    channels: (items ?? []).flatMap(({ id, snippet, statistics, contentDetails }): DiscoveredChannel[] => {
      const uploads = contentDetails?.relatedPlaylists?.uploads;
      if (uploads == null || uploads === "") return [];
      const avatarUrl = httpUrl(snippet?.thumbnails?.default?.url);
      return [
        {
          nativeId: id,
          title: snippet?.title ?? id,
          url: `https://www.youtube.com/channel/${encodeURIComponent(id)}`,
          ...(avatarUrl === null ? {} : { avatarUrl }),
          config: { channelId: id, uploads },
          knows: ["post", "linkPost", "view", "like", "comment"],
          ...(statistics?.hiddenSubscriberCount === true && {
            note: "This channel hides how many people subscribed; its reach is unknown.",
          }),
        },
      ];
    }),
  };
}
