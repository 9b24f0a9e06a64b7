import { and, asc, channels, eq, gt, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call, Context } from "../context/context.ts";

export const ListPlanInput = z.object({ clientId: z.uuid() });
export type ListPlanInput = z.infer<typeof ListPlanInput>;

/** A post that is to go out. */
export interface PlanEntry {
  id: string;
  channelId: string;
  channelTitle: string;
  /** Epoch ms, in the future. */
  at: number;
  carriesLink: boolean;
  note: string;
}

/** What is planned for a client from now on, next first; what has passed is no plan any more. */
export const listPlan = async ({ ctx, input }: Call<ListPlanInput>): Promise<PlanEntry[]> => {
  const client = await seenClient(ctx, input.clientId);
  return planOf(ctx, client.id);
};

export const planOf = async ({ db, agencyId, io }: Context, clientId: string): Promise<PlanEntry[]> => {
  const rows = await db
    .select({ post: plannedPosts, channelTitle: channels.title })
    .from(plannedPosts)
    .innerJoin(channels, and(eq(channels.agencyId, plannedPosts.agencyId), eq(channels.id, plannedPosts.channelId)))
    .where(
      and(
        eq(plannedPosts.agencyId, agencyId),
        eq(plannedPosts.clientId, clientId),
        gt(plannedPosts.at, new Date(io.now())),
      ),
    )
    .orderBy(asc(plannedPosts.at), asc(plannedPosts.id));
  return rows.map(({ post: { id, channelId, at, carriesLink, note }, channelTitle }) => ({
    id,
    channelId,
    channelTitle,
    at: at.getTime(),
    carriesLink,
    note,
  }));
};
