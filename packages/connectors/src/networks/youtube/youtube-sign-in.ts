import { signInOrigin } from "../../http/base-url.ts";
import type { OAuth2 } from "../../http/oauth2.ts";

/**
 * OAuth 2 with PKCE (developers.google.com/identity/protocols/oauth2/web-server, read in November 2026): access tokens live
 * an hour; a refresh token comes with `access_type=offline`, each time only with `prompt=consent`. Listing comments takes
 * `youtube.force-ssl` (developers.google.com/youtube/v3/docs/commentThreads/list); Google lets people leave it out.
 */
export const youtubeSignIn: OAuth2 = {
  networkId: "youtube",
  title: "YouTube",
  app: {
    registerAt: "https://console.cloud.google.com/apis/credentials",
    idLabel: "Client ID",
    secretLabel: "Client secret",
    help:
      "Enable the YouTube Data API v3 and make an OAuth client of type web application. " +
      "Put the consent screen into production: while it is in testing, each sign-in ends after 7 days.",
  },
  scopes: ["https://www.googleapis.com/auth/youtube.readonly", "https://www.googleapis.com/auth/youtube.force-ssl"],
  wider: "Google shows comments only to whoever could change them too; nothing is ever changed with it.",
  authorizeUrl: (ctx) => new URL("/o/oauth2/v2/auth", signInOrigin(ctx, "youtube", "https://accounts.google.com")).href,
  tokenUrl: (ctx) => new URL("/token", signInOrigin(ctx, "youtube", "https://oauth2.googleapis.com")).href,
  clientAuth: "post",
  extra: { access_type: "offline", prompt: "consent" },
};
