import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { httpUrl } from "../../text/http-url.ts";
import { asReddit } from "./reddit-agent.ts";
import { accountSchema, ask } from "./reddit-api.ts";
import { redditOAuth } from "./reddit-sign-in.ts";

/** The account that signed in. */
export async function discoverReddit(
  given: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "reddit", code: "invalid-input", message: "Sign in at Reddit first." });
  }
  const ctx = asReddit(given);
  const session = await openTokenSession(ctx, { network: redditOAuth, secret: grant.secret });
  const account = await ask(ctx, session, { path: "/api/v1/me", schema: accountSchema });
  const avatarUrl = httpUrl(account.icon_img);
  return {
    channels: [
      {
        nativeId: `t2_${account.id}`,
        title: `u/${account.name}`,
        url: `https://www.reddit.com/user/${encodeURIComponent(account.name)}/`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { username: account.name },
        knows: ["post", "linkPost", "like", "reshare", "comment"],
        note: "Reddit blurs its counts a little on purpose.",
      },
    ],
  };
}
