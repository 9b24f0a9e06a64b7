import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { freshToken } from "../../http/oauth2.ts";
import { httpUrl } from "../../text/http-url.ts";
import { ask, userSchema } from "./x-api.ts";
import { userRead } from "./x-prices.ts";
import { xSignIn } from "./x-sign-in.ts";

/** The account that signed in. */
export async function discoverX(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "x", code: "invalid-input", message: "Sign in at X first." });
  }
  const token = await freshToken(ctx, { network: xSignIn, secret: grant.secret });
  const { data } = await ask(
    ctx,
    { userId: "", secret: grant.secret, token },
    {
      path: "/users/me",
      query: { "user.fields": "public_metrics,profile_image_url" },
      schema: userSchema,
      price: userRead,
      atMost: 1,
      count: () => 1,
    },
  );
  const avatarUrl = httpUrl(data.profile_image_url);
  return {
    channels: [
      {
        nativeId: data.id,
        title: `@${data.username}`,
        url: `https://x.com/${encodeURIComponent(data.username)}`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { userId: data.id },
        knows: ["post", "linkPost", "view", "like", "save", "reshare", "mention", "comment"],
        note: "X bills for what is read: the spending cap in the settings bounds it.",
      },
    ],
  };
}
