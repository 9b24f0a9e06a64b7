import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import type { OAuth2 } from "../../http/oauth2.ts";

/**
 * OAuth 2 with PKCE (docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code, read in November 2026): access
 * tokens live two hours, a refresh token comes only with `offline.access`.
 */
export const xSignIn: OAuth2 = {
  networkId: "x",
  title: "X",
  app: {
    registerAt: "https://console.x.com",
    idLabel: "Client id",
    secretLabel: "Client secret",
    help: "Make a web app with OAuth 2.0 and read and write access. X bills its owner for what is read and written.",
  },
  scopes: ["tweet.read", "users.read", "tweet.write", "media.write", "offline.access"],
  authorizeUrl: (ctx) => new URL("/i/oauth2/authorize", signInOrigin(ctx, "x", "https://x.com")).href,
  tokenUrl: (ctx) => new URL("/2/oauth2/token", apiOrigin(ctx, "x", "https://api.x.com")).href,
  clientAuth: "basic",
};
