import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import type { OAuth2 } from "../../http/oauth2.ts";

/**
 * OAuth 2 as TikTok has it (developers.tiktok.com/doc/login-kit-web, oauth-user-access-token-management and
 * oauth-refresh-a-user-access-token, read in November 2026): the app's id is called `client_key`, commas stand between
 * scopes, access tokens live two hours, refresh tokens 180 days and die with their use. Older pages say 24 hours and 365
 * days: what the answer names counts. The challenge of PKCE is hexadecimal
 * (login-kit-desktop); assumed: apps for the web may send it too, some that do not are refused.
 */
export const tiktokSignIn: OAuth2 = {
  networkId: "tiktok",
  title: "TikTok",
  app: {
    registerAt: "https://developers.tiktok.com/apps/",
    idLabel: "Client key",
    secretLabel: "Client secret",
    help:
      "Add Login Kit for the web and the scopes user.info.basic, user.info.profile, user.info.stats and video.list. " +
      "TikTok reviews the app before accounts other than its testers can sign in.",
  },
  scopes: ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"],
  scopeSeparator: ",",
  idName: "client_key",
  challenge: "hex",
  authorizeUrl: (ctx) => new URL("/v2/auth/authorize/", signInOrigin(ctx, "tiktok", "https://www.tiktok.com")).href,
  tokenUrl: (ctx) => new URL("/v2/oauth/token/", apiOrigin(ctx, "tiktok", "https://open.tiktokapis.com")).href,
  clientAuth: "post",
};
