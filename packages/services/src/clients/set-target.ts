import { and, asc, clients, desc, eq, isNull, targets } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { recompute } from "../scores/recompute.ts";
import { managedClient } from "./client-access.ts";

export const SetTargetInput = z.object({
  /** Absent: the agency's default. */
  clientId: z.uuid().optional(),
  /** Points; null lets the agency's default hold again. */
  level: z.number().min(1, "A level lies between 1 and 100.").max(100, "A level lies between 1 and 100.").nullable(),
  share: z.number().gt(0).max(1).default(0.95),
  window: z.enum(["week", "month"]).default("week"),
});
export type SetTargetInput = z.infer<typeof SetTargetInput>;

/** Requires a level from now on; what was required before stays in the history. */
export const setTarget = async ({ ctx, input }: Call<SetTargetInput>): Promise<void> => {
  const { clientId } = input;
  if (clientId === undefined) requireDefaultLevel(ctx, input);
  else await managedClient(ctx, clientId);
  const touched = await lockClients(ctx, clientId);
  const now = ctx.io.now();
  const before = await currentTarget(ctx, clientId);
  await ctx.db.insert(targets).values({
    agencyId: ctx.agencyId,
    clientId: clientId ?? null,
    level: input.level,
    share: input.share,
    window: input.window,
    from: new Date(now),
    setBy: ctx.actor.memberId,
  });
  await record(ctx, {
    action: "target.set",
    subject: clientId === undefined ? "agency" : "client",
    subjectId: clientId ?? ctx.agencyId,
    before: before && { level: before.level, share: before.share, window: before.window },
    after: { level: input.level, share: input.share, window: input.window },
  });
  for (const id of touched) {
    await recompute({ db: ctx.db, agencyId: ctx.agencyId, clientId: id, now, from: now, fresh: [] });
  }
};

const requireDefaultLevel = ({ actor }: Context, { level }: SetTargetInput): void => {
  if (actor.role !== "owner" && actor.role !== "manager") {
    throw new ServiceError("forbidden", "Only managers set the agency's default target.");
  }
  if (level === null) throw new ServiceError("invalid", "The agency's default needs a level.", { field: "level" });
};

const currentTarget = async (ctx: Context, clientId: string | undefined) => {
  const [row] = await ctx.db
    .select()
    .from(targets)
    .where(
      and(
        eq(targets.agencyId, ctx.agencyId),
        clientId === undefined ? isNull(targets.clientId) : eq(targets.clientId, clientId),
      ),
    )
    .orderBy(desc(targets.from))
    .limit(1);
  return row ?? null;
};

/** The clients whose target changes, locked before anything is written: a reading that is under way is waited for. */
const lockClients = async (ctx: Context, clientId: string | undefined): Promise<string[]> => {
  const rows = await ctx.db
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.agencyId, ctx.agencyId), clientId === undefined ? undefined : eq(clients.id, clientId)))
    .orderBy(asc(clients.id))
    .for("update");
  return rows.map((row) => row.id);
};
