import { and, channels, eq, posts, sql } from "@headroom/db";
import { type History, type Receipt, receipt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, SystemContext } from "../context/context.ts";
import { loadAudience, loadClientScoring } from "../scores/client-scoring.ts";
import { loadSignals } from "../scores/load-signals.ts";
import { column } from "../scores/sql-column.ts";
import { seenClient } from "./client-access.ts";

export const ClientReceiptInput = z.object({ clientId: z.uuid(), days: z.number().int().min(1).max(90).default(7) });
export type ClientReceiptInput = z.infer<typeof ClientReceiptInput>;

/** A post of the client and what it brought within the span. */
export interface PostGain {
  channelId: string;
  channelTitle: string;
  network: string;
  nativeId: string;
  at: number;
  url: string | null;
  text: string;
  carriesLink: boolean;
  /** Points gained when its signals came in, the post itself included. */
  points: number;
  /** Reactions by kind within the span. */
  reactions: Record<string, number>;
}

export interface ClientReceipt {
  receipt: Receipt;
  channels: { id: string; title: string; network: string }[];
  /** Posts that brought something in the span, most points first. */
  posts: PostGain[];
}

/** Why the score moved in the last days, and which posts did it. */
export const clientReceipt = async ({ ctx, input }: Call<ClientReceiptInput>): Promise<ClientReceipt> => {
  const client = await seenClient(ctx, input.clientId);
  const to = ctx.io.now();
  return receiptBetween(ctx, { clientId: client.id, from: to - input.days * 86_400_000, to });
};

export const receiptBetween = async (
  ctx: Pick<SystemContext, "db" | "agencyId">,
  { clientId, from, to }: { clientId: string; from: number; to: number },
): Promise<ClientReceipt> => {
  const history = await loadHistory(ctx, clientId);
  const found = receipt(history, from, to);
  const titles = await ctx.db
    .select({ id: channels.id, title: channels.title, network: channels.network })
    .from(channels)
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.clientId, clientId)));
  return { receipt: found, channels: titles, posts: await postGains(ctx, { found, titles }) };
};

/** All that is known of a client, as the scoring package reads it. */
export const loadHistory = async (
  { db, agencyId }: Pick<SystemContext, "db" | "agencyId">,
  clientId: string,
): Promise<History> => {
  const scoring = await loadClientScoring({ db, agencyId, clientId });
  const scope = { db, agencyId, channels: scoring.networks, after: Number.NEGATIVE_INFINITY };
  return { ...scoring, signals: await loadSignals(scope), audience: await loadAudience(scope) };
};

const postGains = async (
  { db, agencyId }: Pick<SystemContext, "db" | "agencyId">,
  { found, titles }: { found: Receipt; titles: ClientReceipt["channels"] },
): Promise<PostGain[]> => {
  const byPost = new Map<
    string,
    { channelId: string; nativeId: string; points: number; reactions: Record<string, number> }
  >();
  for (const line of found.lines) {
    if (line.kind !== "gain" || line.postId === undefined) continue;
    const key = `${line.channelId} ${line.postId}`;
    const entry = byPost.get(key) ?? { channelId: line.channelId, nativeId: line.postId, points: 0, reactions: {} };
    entry.points += line.points;
    if (line.signalKind !== "post" && line.signalKind !== "linkPost") {
      const kind = line.signalKind === "linkReshare" ? "reshare" : line.signalKind;
      entry.reactions[kind] = (entry.reactions[kind] ?? 0) + line.count;
    }
    byPost.set(key, entry);
  }
  const wanted = [...byPost.values()];
  if (wanted.length === 0) return [];
  const rows = await db
    .select()
    .from(posts)
    .where(
      and(
        eq(posts.agencyId, agencyId),
        sql`(${posts.channelId}, ${posts.nativeId}) in (select * from unnest(${column(
          wanted.map((w) => w.channelId),
          "uuid",
        )}, ${column(
          wanted.map((w) => w.nativeId),
          "text",
        )}))`,
      ),
    );
  return rows
    .flatMap((post) => {
      const gain = byPost.get(`${post.channelId} ${post.nativeId}`);
      const channel = titles.find(({ id }) => id === post.channelId);
      if (gain === undefined || channel === undefined) return [];
      const { channelId, nativeId, url, text, carriesLink } = post;
      return [
        {
          ...gain,
          channelId,
          nativeId,
          url,
          text,
          carriesLink,
          at: post.at.getTime(),
          channelTitle: channel.title,
          network: channel.network,
        },
      ];
    })
    .sort((a, b) => b.points - a.points);
};
