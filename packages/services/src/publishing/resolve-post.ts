import { and, eq, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { announce } from "../channels/announce.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { loadPieces, markPiece, markPlan } from "./sending.ts";

export const ResolvePostInput = z.object({
  clientId: z.uuid(),
  planId: z.uuid(),
  /** `arrived`: the network shows it. `send`: it does not, or it failed: send it now. */
  answer: z.enum(["arrived", "send"]),
});
export type ResolvePostInput = z.infer<typeof ResolvePostInput>;

/** A person says what became of a post, or has one that failed sent again. */
export const resolvePost = async ({ ctx, input }: Call<ResolvePostInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
  const which = and(
    eq(plannedPosts.agencyId, ctx.agencyId),
    eq(plannedPosts.clientId, client.id),
    eq(plannedPosts.id, input.planId),
  );
  const rows = await ctx.db.select().from(plannedPosts).where(which).for("update");
  const plan = firstOr404(rows, "This post");
  if (plan.state !== "unknown" && plan.state !== "failed") {
    throw new ServiceError("invalid", "There is nothing to decide about this post any more.");
  }
  if (input.answer === "send") await sendAgain(ctx, plan.id);
  else await noteArrival(ctx, plan.id);
  await announce(ctx, { what: "client", clientId: client.id });
  await record(ctx, {
    action: "post.resolved",
    subject: "client",
    subjectId: client.id,
    before: { planId: plan.id, state: plan.state },
    after: { answer: input.answer },
  });
};

const sendAgain = async (ctx: Context, planId: string): Promise<void> => {
  const pieces = await loadPieces(ctx, planId);
  if (pieces.some(({ state, nativeId }) => state === "published" && nativeId === null)) {
    throw new ServiceError("conflict", "The thread cannot go on from here. Plan the rest as a post of its own.");
  }
  for (const piece of pieces) {
    if (piece.state !== "published") await markPiece(ctx, piece, { state: "waiting" });
  }
  const now = ctx.io.now();
  await markPlan(ctx, planId, { state: "waiting", error: null, at: new Date(now) });
  await scheduleWork(ctx, { kind: "publish", subjectId: planId, dueAt: now });
};

/** Only of the piece that was under way anything is known now; the rest of a thread has nothing to hang on to. */
const noteArrival = async (ctx: Context, planId: string): Promise<void> => {
  const pieces = await loadPieces(ctx, planId);
  const underWay = pieces.find(({ state }) => state === "sending");
  if (underWay === undefined) throw new ServiceError("conflict", "This post never went out.");
  await markPiece(ctx, underWay, { state: "published", publishedAt: new Date(ctx.io.now()) });
  const isLast = underWay.position === pieces.length - 1;
  await markPlan(
    ctx,
    planId,
    isLast
      ? { state: "published", error: null }
      : {
          state: "failed",
          error: "The rest of the thread was not sent: Headroom does not know what to hang it on to.",
        },
  );
};
