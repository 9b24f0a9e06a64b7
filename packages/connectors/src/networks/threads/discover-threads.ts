import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { httpUrl } from "../../text/http-url.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { isShown } from "../graph/is-shown.ts";
import { threadsDoor } from "./threads-door.ts";
import { freshThreadsToken } from "./threads-sign-in.ts";

/** documentation/threads/threads-profiles, read in November 2026. */
const profileSchema = z.object({
  id: z.string(),
  username: z.string(),
  threads_profile_picture_url: z.string().nullish(),
});

/** The profile that signed in. */
export async function discoverThreads(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "threads", code: "invalid-input", message: "Sign in at Threads first." });
  }
  const { secret } = grant;
  const session: GraphSession = { door: threadsDoor, token: await freshThreadsToken(ctx, { secret }) };
  const profile = await askGraph(ctx, session, {
    path: "/me",
    query: { fields: "id,username,threads_profile_picture_url" },
    schema: profileSchema,
  });
  const { id: userId, username } = profile;
  // Mentions are a permission of their own, which many apps are not given.
  const mentions = await isShown(ctx, session, `/${userId}/mentions`);
  const avatarUrl = httpUrl(profile.threads_profile_picture_url);
  return {
    channels: [
      {
        nativeId: userId,
        title: `@${username}`,
        url: `https://www.threads.com/@${encodeURIComponent(username)}`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { userId, username, mentions },
        knows: ["post", "linkPost", "view", "like", "reshare", "comment", ...(mentions ? (["mention"] as const) : [])],
      },
    ],
  };
}
