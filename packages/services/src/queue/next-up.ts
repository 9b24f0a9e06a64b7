import { networkById } from "@headroom/connectors";
import { and, channels, clients, eq, sql } from "@headroom/db";
import { type ComponentId, type Habits, nextPost, type Score, scoreAt } from "@headroom/scoring";
import { z } from "zod";
import { type ClientRow, type ScoredRow, scoredRows } from "../clients/client-rows.ts";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Call, Context } from "../context/context.ts";
import { loadHabits } from "../learning/load-habits.ts";
import { type OnePost, onePost, postHorizonMs } from "./one-post.ts";

export const NextUpInput = z.object({
  /** Whose clients: the actor's own care, or everything she sees. */
  scope: z.enum(["mine", "all"]).default("mine"),
});
export type NextUpInput = z.infer<typeof NextUpInput>;

export interface QueueChannel {
  id: string;
  network: string;
  networkTitle: string;
  title: string;
  url: string | null;
  /** What one post now would add. */
  post: OnePost;
  lastPostAt: number | null;
  canSync: boolean;
}

export interface QueueItem extends ClientRow {
  /** Best first; held channels are left out. */
  nextPosts: QueueChannel[];
  /** Points that silence costs in the next 24 hours, by component, dearest first. */
  decay: { component: ComponentId; title: string; points: number }[];
}

/** The clients in order of who falls below target first. */
export const nextUp = async ({ ctx, input }: Call<NextUpInput>): Promise<QueueItem[]> => {
  const rows = await scoredRows(ctx, and(visibleClients(ctx), input.scope === "mine" ? inCareOf(ctx) : undefined));
  const channelsById = await loadChannels(ctx);
  const habits = await loadHabits(
    ctx,
    rows.map(({ row }) => row.id),
  );
  return rows
    .map((scored) => queueItem(scored, { channelsById, habits: habits.get(scored.row.id) ?? [], now: ctx.io.now() }))
    .sort(
      (a, b) => fallOrder(a) - fallOrder(b) || (a.headroom ?? 0) - (b.headroom ?? 0) || a.name.localeCompare(b.name),
    );
};

const inCareOf = ({ actor }: Context) =>
  sql`(${clients.ownerId} = ${actor.memberId} or exists (select from assignments a where a.agency_id = ${clients.agencyId}
    and a.client_id = ${clients.id} and a.member_id = ${actor.memberId}))`;

/** Below comes first, never comes last, and what has no score yet after that. */
const fallOrder = (item: QueueItem): number => {
  if (item.score === null) return Number.MAX_VALUE;
  return Math.min(item.fallsAt ?? Number.POSITIVE_INFINITY, Number.MAX_VALUE / 2);
};

type ChannelInfo = Pick<typeof channels.$inferSelect, "id" | "network" | "title" | "url" | "connectionId" | "state">;

const loadChannels = async ({ db, agencyId }: Context): Promise<ReadonlyMap<string, ChannelInfo>> => {
  const rows = await db
    .select({
      id: channels.id,
      network: channels.network,
      title: channels.title,
      url: channels.url,
      connectionId: channels.connectionId,
      state: channels.state,
    })
    .from(channels)
    .where(eq(channels.agencyId, agencyId));
  return new Map(rows.map((row) => [row.id, row]));
};

const queueItem = (
  { row, scored }: ScoredRow,
  {
    channelsById,
    habits,
    now,
  }: { channelsById: ReadonlyMap<string, ChannelInfo>; habits: readonly Habits[]; now: number },
): QueueItem => {
  if (scored === null) return { ...row, nextPosts: [], decay: [] };
  const { algorithm, state } = scored;
  const nextPosts = nextPost(algorithm, state, now, { horizonMs: postHorizonMs }).flatMap(({ channelId }) => {
    const channel = channelsById.get(channelId);
    if (channel === undefined) return [];
    const { id, network, title, url } = channel;
    const post = onePost({ algorithm, state, habits, channelId, zone: row.timeZone, now });
    const lastPostAt = state.channels[channelId]?.lastPostAt ?? null;
    return [
      {
        id,
        network,
        networkTitle: networkById(network)?.title ?? "a file",
        title,
        url,
        post,
        lastPostAt,
        canSync: channel.connectionId !== null,
      },
    ];
  });
  nextPosts.sort((a, b) => worthOf(b.post) - worthOf(a.post));
  const decay = decayBetween(scoreAt(algorithm, state, now), scoreAt(algorithm, state, now + postHorizonMs));
  return { ...row, nextPosts, decay };
};

/** By what is to be expected, or by presence alone where nothing was learned. */
const worthOf = ({ now, beforeReactions }: OnePost): number => now?.median ?? beforeReactions;

const decayBetween = (now: Score, later: Score): QueueItem["decay"] =>
  now.components
    .map(({ id, title, points }) => ({
      component: id,
      title,
      points: points - (later.components.find((component) => component.id === id)?.points ?? 0),
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points);
