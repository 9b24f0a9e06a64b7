import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { httpUrl } from "../../text/http-url.ts";
import { toMarkdown } from "../../text/markdown.ts";
import { stableId } from "../../text/stable-id.ts";
import { configSchema } from "./pull-reddit.ts";
import { asReddit } from "./reddit-agent.ts";
import { ask, type RedditRefusal } from "./reddit-api.ts";
import { redditOAuth } from "./reddit-sign-in.ts";

const mostText = 40_000;

/**
 * reddit.com/dev/api ("POST /api/submit"), read in November 2026; links take a text as well since 2022 (praw-dev/praw, pull
 * request 2067). Pictures would have to be uploaded elsewhere first, and the post's id then comes over a socket.
 */
const rules: PublishRules = {
  text: { required: false, most: mostText, countedIn: "characters" },
  title: { required: true, most: 300 },
  link: "card",
  images: { least: 0, most: 0, bytesMost: 0, types: [], altMost: 0 },
  thread: false,
  repeatable: false,
  note: "It goes to the account's own profile, to no community.",
};

export const redditPublishing = definePublishing("reddit", { rules, publish });

const madeSchema = z.object({ json: z.object({ data: z.object({ name: z.string(), url: z.string().nullish() }) }) });

/** Assumed: every account has a profile to post on, named `u_` and its name, as those of today have. */
async function publish(
  given: ConnectorContext,
  channel: PullChannel,
  { post, beforeSend }: PublishInput,
): Promise<Published> {
  const { username } = readConfig(configSchema, { networkId: "reddit", channel });
  const ctx = asReddit(given, username);
  const session = await openTokenSession(ctx, { network: redditOAuth, secret: channel.secret });
  const send = {
    sr: `u_${username}`,
    title: post.title,
    ...(post.link === null ? { kind: "self" } : { kind: "link", url: post.link }),
    ...(post.text.trim() !== "" && { text: asMarkdown(post.text) }),
    // The same link may be told again another day, and answers come to the author's inbox.
    resubmit: "true",
    sendreplies: "true",
  };
  await beforeSend();
  const { json } = await ask(ctx, session, { path: "/api/submit", send, schema: madeSchema, refusals });
  return { nativeId: stableId(json.data.name), url: httpUrl(json.data.url) };
}

function asMarkdown(text: string): string {
  const markdown = toMarkdown(text);
  const over = [...markdown].length - mostText;
  if (over <= 0) return markdown;
  const message = `The text is ${over} characters too long for Reddit, where signs such as * and _ count twice.`;
  throw new ConnectorError({ networkId: "reddit", code: "invalid-input", message });
}

const minuteMs = 60_000;

/** How often an account may post is its own matter: it says nothing of the limit that the app shares with all accounts. */
const notSoOften = (retryAfterMs: number): RedditRefusal => ({
  code: "forbidden",
  retryable: true,
  retryAfterMs,
  message: "Reddit lets this account post only now and then, as it does with new ones. The post goes out later.",
});

const refused = (message: string): RedditRefusal => ({ code: "invalid-input", message });

/** Codes of github.com/reddit-archive/reddit (r2/lib/errors.py), as the API gives them still, read in November 2026. */
const refusals: Readonly<Record<string, RedditRefusal>> = {
  RATELIMIT: notSoOften(10 * minuteMs),
  SUBREDDIT_RATELIMIT: notSoOften(10 * minuteMs),
  // "Please try again in an hour."
  QUOTA_FILLED: notSoOften(60 * minuteMs),
  SUBREDDIT_NOTALLOWED: { code: "forbidden", message: "Reddit does not let this account post on its profile." },
  SUBREDDIT_NOEXIST: { code: "forbidden", message: "Reddit knows no profile of this account to post on." },
  VERIFIED_USER_REQUIRED: {
    code: "forbidden",
    message: "Reddit wants the account's e-mail address confirmed before it may post.",
  },
  NO_TEXT: refused("Reddit wants a title."),
  TOO_LONG: refused("Reddit says that the title or the text is too long."),
  BAD_URL: refused("Reddit does not take this link."),
  NO_URL: refused("Reddit does not take this link."),
  DOMAIN_BANNED: refused("Reddit takes no links to this site."),
  ALREADY_SUB: refused("Reddit has this link on the profile already."),
};
