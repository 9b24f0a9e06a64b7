import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { httpUrl } from "../../text/http-url.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { isShown } from "../graph/is-shown.ts";
import { instagramDoor } from "./instagram-door.ts";
import { freshInstagramToken } from "./instagram-sign-in.ts";

/** `user_id` is the professional account's number, `id` one that only this app knows it by. */
const accountSchema = z.object({
  user_id: z.union([z.string(), z.number().int().transform(String)]),
  username: z.string(),
  profile_picture_url: z.string().nullish(),
});

/** The professional account that signed in. */
export async function discoverInstagram(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "instagram", code: "invalid-input", message: "Sign in at Instagram first." });
  }
  const { secret } = grant;
  const session: GraphSession = { door: instagramDoor, token: await freshInstagramToken(ctx, { secret }) };
  const account = await askGraph(ctx, session, {
    path: "/me",
    query: { fields: "user_id,username,profile_picture_url" },
    schema: accountSchema,
  });
  const userId = account.user_id;
  // The documentation of tags names the other door alone, so whether this one shows them is asked.
  const mentions = await isShown(ctx, session, `/${userId}/tags`);
  const avatarUrl = httpUrl(account.profile_picture_url);
  return {
    channels: [
      {
        nativeId: userId,
        title: `@${account.username}`,
        url: `https://www.instagram.com/${encodeURIComponent(account.username)}`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { userId, mentions },
        knows: [
          "post",
          "linkPost",
          "view",
          "like",
          "save",
          "reshare",
          "comment",
          ...(mentions ? (["mention"] as const) : []),
        ],
        note: "Instagram's views, saves and shares may be two days late.",
      },
    ],
  };
}
