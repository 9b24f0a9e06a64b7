import { algorithmPreviews, and, clients, desc, eq } from "@headroom/db";
import type { PreviewedClient, PreviewResult } from "@headroom/insights";
import { z } from "zod";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Call, Context } from "../context/context.ts";
import { existingVersion } from "./algorithm-versions.ts";

export const GetPreviewInput = z.object({ algorithmId: z.string().min(1).max(100) });
export type GetPreviewInput = z.infer<typeof GetPreviewInput>;

/** How far the newest preview of an algorithm is, and what it found. Instants in epoch ms. */
export interface PreviewStatus {
  id: string;
  /** The algorithm it is compared with. */
  baselineTitle: string;
  status: "running" | "done" | "failed" | "stopped";
  clientsDone: number;
  /** 0 until it has begun. */
  clientsTotal: number;
  error: string | null;
  finishedAt: number | null;
  /** Of the clients that the actor sees; most points lost first. */
  result: (Omit<PreviewResult, "clients"> & { clients: (PreviewedClient & { name: string })[] }) | null;
}

/** The newest preview of an algorithm; null if there never was one. */
export const getPreview = async ({ ctx, input }: Call<GetPreviewInput>): Promise<PreviewStatus | null> => {
  await existingVersion(ctx, input.algorithmId);
  const [row] = await ctx.db
    .select()
    .from(algorithmPreviews)
    .where(and(eq(algorithmPreviews.agencyId, ctx.agencyId), eq(algorithmPreviews.algorithmId, input.algorithmId)))
    .orderBy(desc(algorithmPreviews.requestedAt), desc(algorithmPreviews.id))
    .limit(1);
  if (row === undefined) return null;
  const { id, baselineId, status, clientsDone, clientsTotal, error, finishedAt } = row;
  const baselineTitle = (await existingVersion(ctx, baselineId)).title;
  return {
    id,
    baselineTitle,
    status,
    clientsDone,
    clientsTotal,
    error,
    finishedAt: finishedAt?.getTime() ?? null,
    result: row.result === null ? null : await seenResult(ctx, asResult(row.result)),
  };
};

/** Written by `runPreview` and read back unchanged. */
const asResult = (json: unknown): PreviewResult => json as PreviewResult;

const seenResult = async (ctx: Context, result: PreviewResult): Promise<NonNullable<PreviewStatus["result"]>> => {
  const rows = await ctx.db.select({ id: clients.id, name: clients.name }).from(clients).where(visibleClients(ctx));
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const seen = result.clients.flatMap((client) => {
    const name = names.get(client.clientId);
    return name === undefined ? [] : [{ ...client, name }];
  });
  return { ...result, clients: seen.sort((a, b) => a.wouldBe - a.now - (b.wouldBe - b.now)) };
};
