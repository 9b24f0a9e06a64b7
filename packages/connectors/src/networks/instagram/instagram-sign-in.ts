import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import { graphSignIn } from "../graph/graph-sign-in.ts";
import { freshGraphToken } from "../graph/graph-token.ts";
import { instagramDoor } from "./instagram-door.ts";

const { networkId, title, origin } = instagramDoor;

const endpoint = (ctx: ConnectorContext, path: string): string => new URL(path, apiOrigin(ctx, networkId, origin)).href;

/**
 * Business Login for Instagram (documentation/instagram-platform/instagram-api-with-instagram-login/business-login,
 * reference/access_token; read in November 2026): a token of an hour, exchanged for one of sixty days.
 */
export const instagramSignIn = graphSignIn({
  networkId,
  title,
  app: {
    registerAt: "https://developers.facebook.com/apps",
    idLabel: "Instagram app id",
    secretLabel: "Instagram app secret",
    help: "Add Instagram with Instagram Login to an app. Its id and secret are not those of the app itself.",
  },
  scopes: [
    "instagram_business_basic",
    "instagram_business_manage_comments",
    "instagram_business_manage_insights",
    "instagram_business_content_publish",
  ],
  wider: "Instagram shows comments only to whoever could answer and hide them too; that is never done.",
  authorizeUrl: (ctx) => new URL("/oauth/authorize", signInOrigin(ctx, networkId, "https://www.instagram.com")).href,
  tokenUrl: (ctx) => new URL("/oauth/access_token", apiOrigin(ctx, networkId, "https://api.instagram.com")).href,
  lengthen: (ctx, { app, token }) => ({
    method: "GET",
    url: endpoint(ctx, "/access_token"),
    query: { grant_type: "ig_exchange_token", client_secret: app.secret, access_token: token },
  }),
});

/** reference/refresh_access_token: from the second day on, while it lives, for sixty days more. */
export const freshInstagramToken = (
  ctx: ConnectorContext,
  { secret, stale }: { secret: string | undefined; stale?: string },
): Promise<string> =>
  freshGraphToken(ctx, {
    networkId,
    title,
    secret,
    ...(stale !== undefined && { stale }),
    renewal: (_, token) => ({
      method: "GET",
      url: endpoint(ctx, "/refresh_access_token"),
      query: { grant_type: "ig_refresh_token", access_token: token },
    }),
  });
