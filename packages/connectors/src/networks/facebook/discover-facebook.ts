import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { httpUrl } from "../../text/http-url.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import { personSession, personToken } from "./page-token.ts";

/** docs/graph-api/reference/user/accounts, read in November 2026. */
const pageSchema = z.object({
  id: z.string(),
  name: z.string(),
  link: z.string().nullish(),
  picture: z.object({ data: z.object({ url: z.string().nullish() }).nullish() }).nullish(),
});

/** Each page that the person who signed in may manage, and that she chose to share. */
export async function discoverFacebook(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "facebook", code: "invalid-input", message: "Sign in at Facebook first." });
  }
  const pages = await walkEdge(ctx, personSession(personToken(grant.secret)), {
    path: "/me/accounts",
    query: { fields: "id,name,link,picture{url}", limit: "100" },
    schema: edgeOf(pageSchema),
    most: 10,
  });
  return { channels: pages.map(channelOf) };
}

function channelOf({ id, name, link, picture }: z.infer<typeof pageSchema>): DiscoveredChannel {
  const avatarUrl = httpUrl(picture?.data?.url);
  return {
    nativeId: id,
    title: name,
    url: httpUrl(link) ?? `https://www.facebook.com/${encodeURIComponent(id)}`,
    ...(avatarUrl === null ? {} : { avatarUrl }),
    config: { pageId: id },
    knows: ["post", "linkPost", "view", "like", "click", "reshare", "comment", "mention"],
    note: "Facebook tells views and clicks only of pages with at least 100 likes, and a day late.",
  };
}
