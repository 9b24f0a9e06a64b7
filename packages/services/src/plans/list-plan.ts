import { and, asc, channels, eq, gt, inArray, or, plannedPieces, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call, Context } from "../context/context.ts";

export const ListPlanInput = z.object({ clientId: z.uuid() });
export type ListPlanInput = z.infer<typeof ListPlanInput>;

/** A post that is to go out, or one that Headroom was to send and that wants a look. */
export interface PlanEntry {
  id: string;
  channelId: string;
  channelTitle: string;
  /** Epoch ms. */
  at: number;
  carriesLink: boolean;
  note: string;
  /** Null where a person posts it herself. */
  sending: {
    state: "waiting" | "sending" | "published" | "failed" | "unknown";
    error: string | null;
    pieces: { text: string; url: string | null; images: number }[];
  } | null;
}

/** Of what went out the last hours are shown, so that nobody wonders; ms. */
const shownAfterMs = 24 * 3_600_000;

/** What is planned for a client from now on, next first, after what was sent lately or could not be. */
export const listPlan = async ({ ctx, input }: Call<ListPlanInput>): Promise<PlanEntry[]> => {
  const client = await seenClient(ctx, input.clientId);
  return planOf(ctx, client.id);
};

export const planOf = async ({ db, agencyId, io }: Context, clientId: string): Promise<PlanEntry[]> => {
  const now = io.now();
  const rows = await db
    .select({ post: plannedPosts, channelTitle: channels.title })
    .from(plannedPosts)
    .innerJoin(channels, and(eq(channels.agencyId, plannedPosts.agencyId), eq(channels.id, plannedPosts.channelId)))
    .where(
      and(
        eq(plannedPosts.agencyId, agencyId),
        eq(plannedPosts.clientId, clientId),
        or(
          gt(plannedPosts.at, new Date(now)),
          and(
            eq(plannedPosts.sends, true),
            or(
              inArray(plannedPosts.state, ["waiting", "sending", "failed", "unknown"]),
              gt(plannedPosts.at, new Date(now - shownAfterMs)),
            ),
          ),
        ),
      ),
    )
    .orderBy(asc(plannedPosts.at), asc(plannedPosts.id));
  const pieces = await piecesOf(
    { db, agencyId },
    rows.filter(({ post }) => post.sends).map(({ post }) => post.id),
  );
  return rows.map(({ post: { id, channelId, at, carriesLink, note, sends, state, error }, channelTitle }) => ({
    id,
    channelId,
    channelTitle,
    at: at.getTime(),
    carriesLink,
    note,
    sending: sends ? { state, error, pieces: pieces.get(id) ?? [] } : null,
  }));
};

type Pieces = NonNullable<PlanEntry["sending"]>["pieces"];

const piecesOf = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  planIds: string[],
): Promise<Map<string, Pieces>> => {
  if (planIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(plannedPieces)
    .where(and(eq(plannedPieces.agencyId, agencyId), inArray(plannedPieces.planId, planIds)))
    .orderBy(asc(plannedPieces.position));
  const byPlan = new Map<string, Pieces>();
  for (const { planId, text, url, imageIds } of rows) {
    byPlan.set(planId, [...(byPlan.get(planId) ?? []), { text, url, images: imageIds.length }]);
  }
  return byPlan;
};
