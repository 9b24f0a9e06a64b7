import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin, signInOrigin } from "../../http/base-url.ts";
import { graphSignIn } from "../graph/graph-sign-in.ts";
import { freshGraphToken } from "../graph/graph-token.ts";
import { threadsDoor } from "./threads-door.ts";

const { networkId, title, origin } = threadsDoor;

const endpoint = (ctx: ConnectorContext, path: string): string => new URL(path, apiOrigin(ctx, networkId, origin)).href;

/** documentation/threads/get-started/get-access-tokens-and-permissions and /long-lived-tokens, read in November 2026. */
export const threadsSignIn = graphSignIn({
  networkId,
  title,
  app: {
    registerAt: "https://developers.facebook.com/apps",
    idLabel: "Threads app id",
    secretLabel: "Threads app secret",
    help: "Add the Threads use case with these permissions to an app. Its id and secret are not those of the app itself.",
  },
  scopes: [
    "threads_basic",
    "threads_read_replies",
    "threads_manage_insights",
    "threads_manage_mentions",
    "threads_content_publish",
    // The pieces of a thread are answers to its first.
    "threads_manage_replies",
  ],
  authorizeUrl: (ctx) => new URL("/oauth/authorize", signInOrigin(ctx, networkId, "https://www.threads.net")).href,
  tokenUrl: (ctx) => endpoint(ctx, "/oauth/access_token"),
  lengthen: (ctx, { app, token }) => ({
    method: "GET",
    url: endpoint(ctx, "/access_token"),
    query: { grant_type: "th_exchange_token", client_secret: app.secret, access_token: token },
  }),
});

/** As at Instagram: from the second day on, while it lives, for sixty days more. */
export const freshThreadsToken = (
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
      query: { grant_type: "th_refresh_token", access_token: token },
    }),
  });
