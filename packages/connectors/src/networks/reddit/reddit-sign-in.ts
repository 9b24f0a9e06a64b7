import type { SignIn } from "../../contract/sign-in.ts";
import { signInOrigin } from "../../http/base-url.ts";
import { type OAuth2, oauth2SignIn } from "../../http/oauth2.ts";
import { asReddit, tokenPath } from "./reddit-agent.ts";

/**
 * OAuth 2 (github.com/reddit-archive/reddit/wiki/OAuth2, read in November 2026): a refresh token comes only with
 * `duration=permanent` and stays the same; how long an access token lives is what `expires_in` says.
 */
export const redditOAuth: OAuth2 = {
  networkId: "reddit",
  title: "Reddit",
  app: {
    registerAt: "https://www.reddit.com/prefs/apps",
    idLabel: "Client id",
    secretLabel: "Secret",
    help: "Ask Reddit for approval of the Data API first, then make a web app. An app without approval is refused.",
  },
  scopes: ["identity", "history", "read", "submit"],
  authorizeUrl: (ctx) => new URL("/api/v1/authorize", signInOrigin(ctx, "reddit", "https://www.reddit.com")).href,
  tokenUrl: (ctx) => new URL(tokenPath, signInOrigin(ctx, "reddit", "https://www.reddit.com")).href,
  clientAuth: "basic",
  extra: { duration: "permanent" },
};

const standard = oauth2SignIn(redditOAuth);

export const redditSignIn: SignIn = {
  ...standard,
  finish: (ctx, answer) => standard.finish(asReddit({ ...ctx, app: answer.app }), answer),
};
