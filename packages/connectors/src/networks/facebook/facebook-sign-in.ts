import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import { type GraphSignIn, graphSignIn } from "../graph/graph-sign-in.ts";
import { askForToken } from "../graph/graph-token.ts";
import { facebookDoor } from "./facebook-door.ts";
import { firstSecret } from "./page-token.ts";

const { networkId, title, origin, version } = facebookDoor;

const tokenUrl = (ctx: ConnectorContext): string =>
  new URL(`/${version}/oauth/access_token`, apiOrigin(ctx, networkId, origin)).href;

/**
 * Facebook Login (developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and
 * /access-tokens/get-long-lived, read in November 2026).
 */
const door: GraphSignIn = {
  networkId,
  title,
  app: {
    registerAt: "https://developers.facebook.com/apps",
    idLabel: "App id",
    secretLabel: "App secret",
    help: "Make an app of the type Business with Facebook Login, and have these permissions reviewed for pages of others.",
  },
  scopes: [
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "read_insights",
    "pages_manage_metadata",
    "pages_manage_posts",
  ],
  wider:
    "Facebook tells of changes at once only to whoever could change the page’s settings too; none is ever changed.",
  authorizeUrl: (ctx) =>
    new URL(`/${version}/dialog/oauth`, signInOrigin(ctx, networkId, "https://www.facebook.com")).href,
  tokenUrl,
  lengthen: (ctx, { app, token }) => ({
    method: "GET",
    url: tokenUrl(ctx),
    query: {
      grant_type: "fb_exchange_token",
      client_id: app.id,
      client_secret: app.secret,
      fb_exchange_token: token,
    },
  }),
  complete: (ctx, { app, tokens }) => firstSecret({ ...ctx, app }, tokens),
  testApp: async (ctx, app) => {
    const query = { grant_type: "client_credentials", client_id: app.id, client_secret: app.secret };
    try {
      await askForToken(ctx, { networkId }, { method: "GET", url: tokenUrl(ctx), query });
      return { accepted: true };
    } catch (error) {
      // A wrong secret is code 1, which elsewhere means their own trouble; the status tells the two apart.
      if (!isConnectorError(error) || error.status !== 400) throw error;
      return { accepted: false, reason: "Facebook does not know an app with this id and secret." };
    }
  },
};

export const facebookSignIn = graphSignIn(door);
