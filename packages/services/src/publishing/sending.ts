import type { OutgoingPost, Published } from "@headroom/connectors";
import { and, asc, eq, images, inArray, plannedPieces, plannedPosts } from "@headroom/db";
import { Superseded } from "../channels/reach-channel.ts";
import type { SystemContext } from "../context/context.ts";
import { imageUrl } from "./public-image.ts";

export type PlanRow = typeof plannedPosts.$inferSelect;
export type PieceRow = typeof plannedPieces.$inferSelect;

/** A post on its way out. */
export interface Sending {
  plan: PlanRow;
  /** In their order; those that are out already are the first ones. */
  pieces: PieceRow[];
}

/** Takes a post for one try. Null where there is nothing to send, or not now. */
export const takePost = async (ctx: SystemContext, planId: string): Promise<Sending | null> => {
  const { db, agencyId, io } = ctx;
  const which = and(eq(plannedPosts.agencyId, agencyId), eq(plannedPosts.id, planId));
  const [plan] = await db.select().from(plannedPosts).where(which).for("update");
  const isOpen = plan?.state === "waiting" || plan?.state === "sending";
  if (plan === undefined || !plan.sends || !isOpen || plan.at.getTime() > io.now()) return null;
  await db.update(plannedPosts).set({ state: "sending" }).where(which);
  return { plan, pieces: await loadPieces(ctx, planId) };
};

export const loadPieces = ({ db, agencyId }: SystemContext, planId: string): Promise<PieceRow[]> =>
  db
    .select()
    .from(plannedPieces)
    .where(and(eq(plannedPieces.agencyId, agencyId), eq(plannedPieces.planId, planId)))
    .orderBy(asc(plannedPieces.position));

export const markPlan = async (
  { db, agencyId }: SystemContext,
  planId: string,
  change: Partial<PlanRow>,
): Promise<void> => {
  await db
    .update(plannedPosts)
    .set(change)
    .where(and(eq(plannedPosts.agencyId, agencyId), eq(plannedPosts.id, planId)));
};

/** Throws Superseded where the post was taken off the plan meanwhile. */
export const markPiece = async (
  { db, agencyId }: SystemContext,
  { planId, position }: Pick<PieceRow, "planId" | "position">,
  change: Partial<PieceRow>,
): Promise<void> => {
  const rows = await db
    .update(plannedPieces)
    .set(change)
    .where(
      and(eq(plannedPieces.agencyId, agencyId), eq(plannedPieces.planId, planId), eq(plannedPieces.position, position)),
    )
    .returning({ position: plannedPieces.position });
  if (rows.length === 0) throw new Superseded();
};

/** What the network gave a piece that is out. */
export const publishedPiece = ({ state, nativeId, url, thread }: PieceRow): Published[] =>
  state === "published" && nativeId !== null ? [{ nativeId, url, ...(thread === null ? {} : { thread }) }] : [];

/** A piece as its network gets it, with the pictures themselves. */
export const outgoingPost = async (
  ctx: SystemContext,
  { plan, piece }: { plan: PlanRow; piece: PieceRow },
): Promise<OutgoingPost> => {
  const ids = piece.imageIds;
  const ofPiece = and(eq(images.agencyId, ctx.agencyId), inArray(images.id, ids));
  const rows = ids.length === 0 ? [] : await ctx.db.select().from(images).where(ofPiece);
  return {
    text: piece.text,
    title: plan.title,
    link: piece.link,
    images: ids.flatMap((id) => {
      const row = rows.find((one) => one.id === id);
      if (row === undefined) return [];
      const { bytes, mediaType, width, height, alt } = row;
      return [{ bytes, mediaType, width, height, alt, publicUrl: imageUrl(ctx.io, row) }];
    }),
  };
};
