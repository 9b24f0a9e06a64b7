import { algorithmActivations, and, eq } from "@headroom/db";
import { z } from "zod";
import { announce } from "../channels/announce.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { notFound, ServiceError } from "../context/errors.ts";
import { addActivation, lockedActivations } from "./activate-algorithm.ts";

export const RevertActivationInput = z.object({
  /** The activation, by the instant (epoch ms) at which it takes effect. */
  from: z.number().int(),
});
export type RevertActivationInput = z.infer<typeof RevertActivationInput>;

/** Withdraws a change that is still to come; goes back on the one that holds, from now on, to what scored before it. */
export const revertActivation = async ({ ctx, input }: Call<RevertActivationInput>): Promise<void> => {
  const activations = await lockedActivations(ctx);
  const found = activations.find(({ from }) => from === input.from);
  if (found === undefined) throw notFound("This change of algorithm");
  if (found.from > ctx.io.now()) return withdraw(ctx, found);
  const begun = activations.filter(({ from }) => from <= ctx.io.now());
  if (begun.at(-1)?.from !== found.from)
    throw new ServiceError("conflict", "Only the change that holds now can be gone back on.");
  const before = begun.findLast(({ algorithmId }) => algorithmId !== found.algorithmId);
  if (before === undefined) throw new ServiceError("conflict", "There was nothing before the first algorithm.");
  const from = ctx.io.now();
  if (from === found.from) throw new ServiceError("conflict", "It took effect this very moment. Try again.");
  await addActivation(ctx, { algorithmId: before.algorithmId, from });
  await record(ctx, {
    action: "algorithm.reverted",
    subject: "agency",
    subjectId: ctx.agencyId,
    before: { algorithmId: found.algorithmId, from: new Date(found.from).toISOString() },
    after: { algorithmId: before.algorithmId, from: new Date(from).toISOString() },
  });
};

const withdraw = async (ctx: Context, { from, algorithmId }: { from: number; algorithmId: string }): Promise<void> => {
  await ctx.db
    .delete(algorithmActivations)
    .where(and(eq(algorithmActivations.agencyId, ctx.agencyId), eq(algorithmActivations.from, new Date(from))));
  await record(ctx, {
    action: "algorithm.withdrawn",
    subject: "agency",
    subjectId: ctx.agencyId,
    before: { algorithmId, from: new Date(from).toISOString() },
  });
  await announce(ctx, { what: "algorithm" });
};
