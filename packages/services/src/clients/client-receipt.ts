import { and, channels, eq, posts, sql } from "@headroom/db";
import { type Receipt, receipt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, SystemContext } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { type HistorySince, loadHistorySince } from "../scores/load-history.ts";
import { column } from "../scores/sql-column.ts";
import { seenClient } from "./client-access.ts";

const dayMs = 86_400_000;
const longestDays = 400;
const usualDays = 7;

/** Two instants in epoch ms; left out, they are now and seven days before the end. */
export const ClientReceiptInput = z
  .object({ clientId: z.uuid(), from: z.number().int().optional(), to: z.number().int().optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    error: "The end must be later than the beginning.",
  });
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

/** Why the score moved between two instants, and which posts did it. An end later than now is now. */
export const clientReceipt = async ({ ctx, input }: Call<ClientReceiptInput>): Promise<ClientReceipt> => {
  const client = await seenClient(ctx, input.clientId);
  return receiptBetween(ctx, { clientId: client.id, ...spanOf(input, ctx.io.now()) });
};

const spanOf = (input: ClientReceiptInput, now: number): { from: number; to: number } => {
  const to = Math.min(input.to ?? now, now);
  const from = input.from ?? to - usualDays * dayMs;
  if (from >= to) throw new ServiceError("invalid", "The beginning must lie in the past.", { field: "from" });
  if (to - from > longestDays * dayMs)
    throw new ServiceError("invalid", `At most ${longestDays} days can be told at once.`, { field: "from" });
  return { from, to };
};

export const receiptBetween = async (
  ctx: Pick<SystemContext, "db" | "agencyId">,
  { clientId, from, to }: { clientId: string; from: number; to: number },
): Promise<ClientReceipt> => {
  const { db, agencyId } = ctx;
  const since = await loadHistorySince({ db, agencyId, clientId, since: from });
  return receiptOf(ctx, { clientId, since, from, to });
};

/** The same of a history that has been read from `from` or earlier on. */
export const receiptOf = async (
  ctx: Pick<SystemContext, "db" | "agencyId">,
  { clientId, since, from, to }: { clientId: string; since: HistorySince; from: number; to: number },
): Promise<ClientReceipt> => {
  const found = receipt(since.history, from, to, since.start);
  const titles = await ctx.db
    .select({ id: channels.id, title: channels.title, network: channels.network })
    .from(channels)
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.clientId, clientId)));
  return { receipt: found, channels: titles, posts: await postGains(ctx, { found, titles }) };
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
