import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { httpUrl } from "../../text/http-url.ts";
import { accountSchema, ask, boardsSchema } from "./pinterest-api.ts";
import { pinterestSignIn } from "./pinterest-sign-in.ts";

/** The most that Pinterest lists in one page: nobody chooses among more. */
const mostBoards = 250;

/** The account that signed in. Only business accounts have numbers about their pins. */
export async function discoverPinterest(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "pinterest", code: "invalid-input", message: "Sign in at Pinterest first." });
  }
  const session = await openTokenSession(ctx, { network: pinterestSignIn, secret: grant.secret });
  const account = await ask(ctx, session, { path: "/user_account", schema: accountSchema });
  const query = { privacy: "PUBLIC", page_size: String(mostBoards) };
  const { items: boards } = await ask(ctx, session, { path: "/boards", query, schema: boardsSchema });
  const [board] = boards;
  const avatarUrl = httpUrl(account.profile_image);
  const isBusiness = account.account_type === "BUSINESS";
  return {
    channels: [
      {
        nativeId: account.id ?? account.username,
        title: account.business_name || account.username,
        url: `https://www.pinterest.com/${encodeURIComponent(account.username)}/`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { username: account.username, board: board?.id ?? null, boards },
        knows: isBusiness ? ["post", "linkPost", "view", "like", "click", "save", "comment"] : ["post", "linkPost"],
        note: [
          ...(isBusiness
            ? []
            : [
                "Pinterest gives numbers about pins to business accounts only. A personal one can be converted for free.",
              ]),
          board === undefined
            ? "The account has no public board yet: make one and connect it again to publish."
            : `Pins are published on the board ${board.name}.${boards.length > 1 ? " Another can be chosen when one is written." : ""}`,
        ].join(" "),
      },
    ],
  };
}
