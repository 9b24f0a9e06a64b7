import { algorithmPreviews, and, asc, clients, type Database, eq, inAgency } from "@headroom/db";
import type { PreviewedClient, PreviewResult } from "@headroom/insights";
import { InvalidInput, type Pair, rankCorrelation } from "@headroom/scoring";
import { announce } from "../channels/announce.ts";
import type { Io, SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { ServiceError } from "../context/errors.ts";
import { existingVersion } from "./algorithm-versions.ts";
import { type PreviewQuestion, previewClient } from "./preview-client.ts";

export interface RunPreview {
  db: Database;
  io: Io;
  agencyId: string;
  previewId: string;
  signal?: AbortSignal;
}

/** How much of the past a preview compares, ms. */
const previewSpanMs = 90 * 86_400_000;
/** How often it tells how far it is, ms. */
const tellEveryMs = 300;

type PreviewRecord = typeof algorithmPreviews.$inferSelect;

/**
 * Compares two algorithms over the whole portfolio, one client after another and each in a transaction of its own; nothing
 * but its own row is written. After a crash it starts over. `stopped`: somebody stopped it, or it was not running.
 */
export const runPreview = async (job: RunPreview): Promise<"done" | "failed" | "stopped" | "interrupted"> => {
  const { db, io, agencyId, previewId } = job;
  const enter: Enter = (work) => inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));
  const preview = await enter((ctx) => findPreview(ctx, previewId));
  if (preview?.status !== "running") return "stopped";
  try {
    return await compareAll(enter, { preview, now: io.now, signal: job.signal });
  } catch (error) {
    io.log("A preview failed", { previewId, error: describeError(error) });
    await enter((ctx) =>
      setRunning(ctx, preview, { status: "failed", error: reasonOf(error), finishedAt: new Date(io.now()) }),
    );
    return "failed";
  }
};

type Enter = <T>(work: (ctx: SystemContext) => Promise<T>) => Promise<T>;

const reasonOf = (error: unknown): string =>
  error instanceof ServiceError || error instanceof InvalidInput
    ? error.message
    : "Something went wrong on our side. It was noted; start it again.";

interface Comparison {
  preview: PreviewRecord;
  now: () => number;
  signal: AbortSignal | undefined;
}

const compareAll = async (
  enter: Enter,
  { preview, now, signal }: Comparison,
): Promise<"done" | "stopped" | "interrupted"> => {
  const to = now();
  const ids = await enter(clientIds);
  const question = await enter(
    async (ctx): Promise<PreviewQuestion> => ({
      baseline: await existingVersion(ctx, preview.baselineId),
      candidate: await existingVersion(ctx, preview.algorithmId),
      from: to - previewSpanMs,
      to,
    }),
  );
  const tell = (clientsDone: number) =>
    enter((ctx) => setRunning(ctx, preview, { clientsDone, clientsTotal: ids.length }));
  if (!(await tell(0))) return "stopped";
  const found: PreviewedClient[] = [];
  const pairs: Pairs = { baseline: [], candidate: [], clients: 0 };
  let told = now();
  for (const [done, clientId] of ids.entries()) {
    if (signal?.aborted) return "interrupted";
    const client = await enter((ctx) => previewClient({ db: ctx.db, agencyId: ctx.agencyId, clientId }, question));
    if (client !== null) {
      found.push(client.row);
      pairs.baseline.push(...client.pairs.baseline);
      pairs.candidate.push(...client.pairs.candidate);
      if (client.pairs.candidate.length > 0) pairs.clients++;
    }
    if (now() - told < tellEveryMs) continue;
    told = now();
    if (!(await tell(done + 1))) return "stopped";
  }
  const result: PreviewResult = { from: question.from, to, clients: found, correlation: correlationOf(pairs) };
  const end = { status: "done" as const, result, clientsDone: ids.length, finishedAt: new Date(now()) };
  return (await enter((ctx) => setRunning(ctx, preview, end))) ? "done" : "stopped";
};

interface Pairs {
  baseline: Pair[];
  candidate: Pair[];
  /** How many clients there are any of. */
  clients: number;
}

const correlationOf = ({ baseline, candidate, clients: backed }: Pairs): PreviewResult["correlation"] => ({
  pairs: candidate.length,
  clients: backed,
  baseline: rankCorrelation(baseline),
  candidate: rankCorrelation(candidate),
});

const findPreview = async ({ db, agencyId }: SystemContext, id: string): Promise<PreviewRecord | undefined> => {
  const [row] = await db
    .select()
    .from(algorithmPreviews)
    .where(and(eq(algorithmPreviews.agencyId, agencyId), eq(algorithmPreviews.id, id)));
  return row;
};

const clientIds = async ({ db, agencyId }: SystemContext): Promise<string[]> => {
  const rows = await db
    .select({ id: clients.id })
    .from(clients)
    .where(eq(clients.agencyId, agencyId))
    .orderBy(asc(clients.id));
  return rows.map(({ id }) => id);
};

/** Only of a preview that still runs: false when somebody has stopped it. */
const setRunning = async (
  ctx: SystemContext,
  { id }: PreviewRecord,
  change: Partial<PreviewRecord>,
): Promise<boolean> => {
  const rows = await ctx.db
    .update(algorithmPreviews)
    .set(change)
    .where(
      and(
        eq(algorithmPreviews.agencyId, ctx.agencyId),
        eq(algorithmPreviews.id, id),
        eq(algorithmPreviews.status, "running"),
      ),
    )
    .returning({ id: algorithmPreviews.id });
  await announce(ctx, { what: "algorithm", subjectId: id });
  return rows.length > 0;
};
