import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { httpUrl } from "../../text/http-url.ts";
import { ask, userSchema } from "./tiktok-api.ts";
import { tiktokSignIn } from "./tiktok-sign-in.ts";

/** The account that signed in. Its id holds for one app: with another app's credentials it is another channel. */
export async function discoverTikTok(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "tiktok", code: "invalid-input", message: "Sign in at TikTok first." });
  }
  const session = await openTokenSession(ctx, { network: tiktokSignIn, secret: grant.secret });
  const { user } = await ask(ctx, session, {
    path: "/user/info/",
    fields: ["open_id", "display_name", "username", "avatar_url", "profile_deep_link"],
    schema: userSchema,
  });
  const { open_id: openId, username } = user;
  if (openId == null || openId === "") {
    throw new ConnectorError({ networkId: "tiktok", code: "malformed", message: "TikTok did not name the account." });
  }
  const avatarUrl = httpUrl(user.avatar_url);
  const isNamed = username != null && username !== "";
  return {
    channels: [
      {
        nativeId: openId,
        title: user.display_name || username || "TikTok account",
        url: isNamed
          ? `https://www.tiktok.com/@${encodeURIComponent(username)}`
          : (httpUrl(user.profile_deep_link) ?? "https://www.tiktok.com/"),
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { openId },
        knows: ["post", "linkPost", "view", "like", "comment", "reshare"],
      },
    ],
  };
}
