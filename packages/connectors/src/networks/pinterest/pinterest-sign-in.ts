import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import type { OAuth2 } from "../../http/oauth2.ts";

/**
 * OAuth 2 (developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization, read in November 2026):
 * access tokens live 30 days, refresh tokens 60 days from each renewal, which brings a new one. Assumed: apps made before
 * that became the rule, whose refresh tokens live a year without renewal, answer `refresh_token_expires_in` alike.
 */
export const pinterestSignIn: OAuth2 = {
  networkId: "pinterest",
  title: "Pinterest",
  app: {
    registerAt: "https://developers.pinterest.com/apps/",
    idLabel: "App ID",
    secretLabel: "App secret key",
    help: "Ask for standard access: trial access allows a thousand requests a day for all channels together.",
  },
  // Pinterest wants all four of boards and pins for making a pin.
  scopes: ["user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write"],
  scopeSeparator: ",",
  authorizeUrl: (ctx) => new URL("/oauth/", signInOrigin(ctx, "pinterest", "https://www.pinterest.com")).href,
  tokenUrl: (ctx) => new URL("/v5/oauth/token", apiOrigin(ctx, "pinterest", "https://api.pinterest.com")).href,
  clientAuth: "basic",
};
