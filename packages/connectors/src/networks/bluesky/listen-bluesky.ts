import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Listen } from "../../contract/push.ts";
import { stableId } from "../../text/stable-id.ts";
import { notificationsSchema } from "./bluesky-views.ts";
import { readSession } from "./session.ts";
import { blueskyConfigSchema, type XrpcClient, xrpcQuery } from "./xrpc.ts";

/** Between two questions while something happens, and at most while nothing does, ms: of the 3,000 that one address may ask in five minutes an account takes 10 at most and 1 at least. */
const briskMs = 30_000;
const quietMs = 5 * 60_000;
/** What happened so long before the first question may have been missed by whoever listened before, ms. */
const lookBackMs = 10 * 60_000;
/** The most that one page holds; of a rush the newest are enough, as they are about the same posts. */
const pageSize = 100;

/**
 * Hears of reactions by asking for the account's notifications, ever more rarely while nothing happens. Jetstream would be
 * a connection, but filters by who acts and not by whose post it is: to hear one like, all likes of the network would have
 * to be read (bluesky-social/jetstream, docs/README.md; lexicon app.bsky.notification.listNotifications, November 2026).
 */
export const listenBluesky: Listen = async function* (ctx, channel, signal) {
  const { did, origin } = readConfig(blueskyConfigSchema, { networkId: "bluesky", channel });
  const session = readSession(channel.secret);
  if (session === null) return;
  const client: XrpcClient = { origin, session };
  let heard: Heard = { since: ctx.now() - lookBackMs, uris: new Set() };
  let pauseMs = briskMs;
  while (!signal.aborted) {
    const page = await readPage(ctx, client, signal);
    // Ended while it waited for the answer.
    if (page === null) return;
    const fresh = page.filter(({ uri, at }) => at >= heard.since && !heard.uris.has(uri));
    heard = {
      since: Math.max(heard.since, ...page.map(({ at }) => at)),
      uris: new Set(page.map(({ uri }) => uri)),
    };
    pauseMs = fresh.length > 0 ? briskMs : Math.min(quietMs, pauseMs * 2);
    const told = fresh.filter(({ reason, author }) => telling.has(reason) && author.did !== did);
    const subjects = told.flatMap(({ reasonSubject }) => reasonSubject ?? []);
    const own = subjects.filter((uri) => uri.startsWith(`at://${did}/app.bsky.feed.post/`));
    if (told.length > 0) yield { channelNativeId: channel.nativeId, postNativeIds: [...new Set(own.map(stableId))] };
    await (ctx.wait?.(pauseMs) ?? sleep(pauseMs, undefined, { signal }).catch(() => undefined));
  }
};

interface Heard {
  /** Epoch ms. */
  since: number;
  /** Of the page before. */
  uris: ReadonlySet<string>;
}

/** Reasons that mean an answer to something of the account; the others are about subscriptions and lists. */
const telling: ReadonlySet<string> = new Set([
  "like",
  "repost",
  "follow",
  "mention",
  "reply",
  "quote",
  "like-via-repost",
  "repost-via-repost",
]);

type Notification = z.infer<typeof notificationsSchema>["notifications"][number] & { at: number };

async function readPage(
  ctx: ConnectorContext,
  client: XrpcClient,
  signal: AbortSignal,
): Promise<Notification[] | null> {
  try {
    const { notifications } = await xrpcQuery(ctx, client, {
      method: "app.bsky.notification.listNotifications",
      query: { limit: String(pageSize) },
      schema: notificationsSchema,
      signal,
    });
    return notifications
      .map((one) => ({ ...one, at: Date.parse(one.indexedAt) }))
      .filter(({ at }) => !Number.isNaN(at));
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
