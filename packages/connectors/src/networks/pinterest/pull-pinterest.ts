import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { accountSchema, ask, boardSchema, type Pin, pinSchema, pinsSchema } from "./pinterest-api.ts";
import { pinterestSignIn } from "./pinterest-sign-in.ts";

/** Pinterest gives up to 250; a batch of 200 is what the caller stores at a time. */
const pageSize = 200;
export const followersEveryMs = 6 * 3_600_000;

export const configSchema = z.object({
  username: z.string(),
  /** Where pins are put; missing in channels that were connected before there was publishing. */
  board: z.string().nullish(),
  /** Those to choose from; missing in channels that were connected before one could choose. */
  boards: z.array(boardSchema).nullish(),
});

/** Pulls an account's own pins of public boards. */
export async function* pullPinterest(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  readConfig(configSchema, { networkId: "pinterest", channel });
  const session = await openTokenSession(ctx, { network: pinterestSignIn, secret: channel.secret });
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, session, token),
      namedKinds: [],
      followers: () => readFollowers(ctx, session),
      followersEveryMs,
      gone: (ids) => findGone(ctx, session, ids),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, session: TokenSession, token: string | null): Promise<TimelinePage> {
  const { items, bookmark } = await ask(ctx, session, {
    path: "/pins",
    query: {
      page_size: String(pageSize),
      pin_metrics: "true",
      ...(token === null ? {} : { bookmark: token }),
    },
    schema: pinsSchema,
  });
  const posts = items.flatMap(timelinePost).toSorted((a, b) => b.post.at - a.post.at);
  return { posts, next: bookmark || null };
}

async function readFollowers(ctx: ConnectorContext, session: TokenSession): Promise<number | undefined> {
  const account = await ask(ctx, session, { path: "/user_account", schema: accountSchema });
  return account.follower_count ?? undefined;
}

function timelinePost(pin: Pin): TimelinePost[] {
  const at = instantOf(pin.created_at);
  const isOwn = pin.is_owner !== false && (pin.parent_pin_id ?? "") === "";
  if (!isOwn || Number.isNaN(at)) return [];
  const metrics = pin.pin_metrics?.lifetime_metrics ?? pin.pin_metrics?.all_time ?? {};
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  return [
    {
      post: {
        nativeId: stableId(pin.id),
        at,
        url: `https://www.pinterest.com/pin/${encodeURIComponent(pin.id)}/`,
        text: excerpt([pin.title, pin.description].filter((part) => (part ?? "").trim() !== "").join(" — ")),
        carriesLink: leadsElsewhere(pin.link),
      },
      totals: {
        ...total("view", metrics.impression),
        ...total("like", metrics.reaction),
        ...total("comment", metrics.comment),
        ...total("save", metrics.save),
        ...total("click", metrics.outbound_click ?? metrics.clickthrough),
      },
    },
  ];
}

/** `2026-11-02T12:00:00`, with or without a zone: without one it is UTC. */
const instantOf = (text: string): number => Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);

const leadsElsewhere = (link: string | null | undefined): boolean => {
  const host = URL.parse(link ?? "")?.hostname ?? "";
  return host !== "" && !/(^|\.)(pinterest\.[a-z.]+|pin\.it)$/.test(host);
};

async function findGone(ctx: ConnectorContext, session: TokenSession, nativeIds: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const id of nativeIds) {
    const isThere = await ask(ctx, session, { path: `/pins/${encodeURIComponent(id)}`, schema: pinSchema }).then(
      () => true,
      (error: unknown) => {
        if (isConnectorError(error) && error.code === "not-found") return false;
        throw error;
      },
    );
    if (!isThere) gone.push(id);
  }
  return gone;
}
