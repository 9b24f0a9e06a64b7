import { networkById } from "@headroom/connectors";
import { and, asc, channels, connections, desc, eq, holds, isNull, members, or, sql, targets } from "@headroom/db";
import { nextPost, type Score, scoreAt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { loadRestWindows, type RestWindow } from "../promises/rest-windows.ts";
import { latestLinks, type SentLink } from "../reconnect/latest-links.ts";
import { loadClientScoring, type TargetStep } from "../scores/client-scoring.ts";
import { seenClient } from "./client-access.ts";
import { type ClientRow, scoredRows } from "./client-rows.ts";
import { type ParallelScore, parallelScore } from "./parallel-score.ts";

export const GetClientInput = z.object({ clientId: z.uuid() });
export type GetClientInput = z.infer<typeof GetClientInput>;

export interface ChannelDetail {
  id: string;
  network: string;
  networkTitle: string;
  title: string;
  url: string | null;
  state: "active" | "held" | "disconnected";
  /** Known from a file only; nothing is read by itself. */
  isFileOnly: boolean;
  syncedAt: number | null;
  /** When it is read next, epoch ms. */
  nextSyncAt: number | null;
  progress: { done: number; total: number | null } | null;
  lastError: string | null;
  heldSince: number | null;
  holdReason: string | null;
  /** When a person has to sign in again at the latest, epoch ms; null where renewals keep the sign-in alive. */
  signInEndsAt: number | null;
  /** The link that was made for signing in again; null where there is none that still matters. */
  reconnectLink: SentLink | null;
  /** Kinds that the network does not tell; never counted as zero. */
  unknownKinds: string[];
  points: number;
  /** Points that one post now adds in 24 hours; null where it cannot be said. */
  postAdds: number | null;
}

export interface TargetEntry {
  from: number;
  level: number | null;
  share: number;
  window: "week" | "month";
  isDefault: boolean;
  setBy: string | null;
}

export interface ClientDetail {
  row: ClientRow;
  /** How the score is made up now; null before anything was read. */
  score: Score | null;
  /** What the algorithm that was left would say, in the two weeks after a change. */
  parallel: ParallelScore | null;
  target: TargetStep | null;
  channels: ChannelDetail[];
  targetHistory: TargetEntry[];
  /** Agreed time off: what is to come, runs, or ended in the last two months. */
  restWindows: RestWindow[];
  mayManage: boolean;
  mayWork: boolean;
}

const shownRestMs = 61 * 86_400_000;

/** Everything about where a client stands now. */
export const getClient = async ({ ctx, input }: Call<GetClientInput>): Promise<ClientDetail> => {
  const client = await seenClient(ctx, input.clientId);
  const { row, scored } = firstOr404(await scoredRows(ctx, sql`clients.id = ${client.id}`), "This client");
  const now = ctx.io.now();
  const score = scored === null ? null : scoreAt(scored.algorithm, scored.state, now);
  const adds = scored === null ? [] : nextPost(scored.algorithm, scored.state, now);
  const { targets: steps, algorithms } = await loadClientScoring({
    db: ctx.db,
    agencyId: ctx.agencyId,
    clientId: client.id,
  });
  const isOwn = client.ownerId === ctx.actor.memberId;
  const manages = ctx.actor.role === "owner" || ctx.actor.role === "manager";
  return {
    row,
    score,
    parallel: score === null ? null : await parallelScore(ctx, { clientId: client.id, algorithms }),
    target: steps.findLast(({ from }) => from <= now) ?? null,
    channels: await channelDetails(ctx, { clientId: client.id, score, adds }),
    targetHistory: await targetHistory(ctx, client.id),
    restWindows: await loadRestWindows(ctx, { clientId: client.id, after: now - shownRestMs }),
    mayManage: manages || isOwn,
    mayWork: ctx.actor.role !== "viewer" || isOwn,
  };
};

interface ChannelFacts {
  clientId: string;
  score: Score | null;
  adds: readonly { channelId: string; points: number }[];
}

const channelDetails = async (ctx: Context, { clientId, score, adds }: ChannelFacts): Promise<ChannelDetail[]> => {
  const { db, agencyId } = ctx;
  const links = await latestLinks(ctx, clientId);
  const rows = await db
    .select({
      channel: channels,
      hold: { from: holds.from, reason: holds.reason },
      signInEndsAt: connections.expiresAt,
      nextSyncAt: sql<number | null>`(select (extract(epoch from w.due_at) * 1000)::float8 from due_work w
        where w.kind = 'sync' and w.agency_id = ${channels.agencyId} and w.subject_id = ${channels.id})`,
    })
    .from(channels)
    .leftJoin(connections, and(eq(connections.agencyId, channels.agencyId), eq(connections.id, channels.connectionId)))
    .leftJoin(holds, and(eq(holds.agencyId, channels.agencyId), eq(holds.channelId, channels.id), isNull(holds.to)))
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId)))
    .orderBy(asc(channels.network), asc(channels.title));
  return rows.map(({ channel, hold, signInEndsAt, nextSyncAt }) => {
    return {
      id: channel.id,
      network: channel.network,
      networkTitle: networkById(channel.network)?.title ?? "File",
      title: channel.title,
      url: channel.url,
      state: channel.state,
      isFileOnly: channel.connectionId === null,
      syncedAt: channel.syncedAt?.getTime() ?? null,
      nextSyncAt,
      progress: channel.progressDone === null ? null : { done: channel.progressDone, total: channel.progressTotal },
      lastError: channel.lastError,
      heldSince: hold?.from.getTime() ?? null,
      holdReason: hold?.reason ?? null,
      signInEndsAt: signInEndsAt?.getTime() ?? null,
      reconnectLink: links.get(channel.id) ?? null,
      unknownKinds: [...(score?.unknownKinds.find(({ channelId }) => channelId === channel.id)?.kinds ?? [])],
      points: score?.channels.find(({ channelId }) => channelId === channel.id)?.points ?? 0,
      postAdds: adds.find(({ channelId }) => channelId === channel.id)?.points ?? null,
    };
  });
};

const targetHistory = async ({ db, agencyId }: Context, clientId: string): Promise<TargetEntry[]> => {
  const rows = await db
    .select({ target: targets, setBy: members.name })
    .from(targets)
    .leftJoin(members, and(eq(members.agencyId, targets.agencyId), eq(members.id, targets.setBy)))
    .where(and(eq(targets.agencyId, agencyId), or(isNull(targets.clientId), eq(targets.clientId, clientId))))
    .orderBy(desc(targets.from));
  return rows.map(({ target, setBy }) => ({
    from: target.from.getTime(),
    level: target.level,
    share: target.share,
    window: target.window,
    isDefault: target.clientId === null,
    setBy,
  }));
};
