import {
  and,
  asc,
  channels,
  clientRunways,
  clientStates,
  crossings,
  eq,
  gt,
  gte,
  holds,
  isNull,
  lte,
  or,
  parallelPoints,
  scorePoints,
} from "@headroom/db";
import { scoreAt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { loadRestWindows, type RestWindow } from "../promises/rest-windows.ts";
import { loadClientScoring, type TargetStep } from "../scores/client-scoring.ts";
import { loadAlgorithms } from "../scores/load-algorithms.ts";
import { asState } from "../scores/stored-states.ts";
import { seenClient } from "./client-access.ts";

export const ClientHistoryInput = z.object({ clientId: z.uuid(), days: z.number().int().min(1).max(400).default(90) });
export type ClientHistoryInput = z.infer<typeof ClientHistoryInput>;

/** A client's score over time and everything a chart marks on it. Instants in epoch ms. */
export interface ClientHistory {
  from: number;
  to: number;
  points: { at: number; score: number; target: number | null; coverage: number; algorithmId: string }[];
  crossings: { at: number; direction: "below" | "above"; target: number; score: number }[];
  holds: { channelId: string; channelTitle: string; from: number; to: number | null; reason: string }[];
  algorithms: { from: number; id: string; title: string }[];
  /** What the algorithm that was left makes of it in the two weeks after a change. */
  parallel: { at: number; score: number; title: string }[];
  targets: TargetStep[];
  rest: RestWindow[];
}

export const clientHistory = async ({ ctx, input }: Call<ClientHistoryInput>): Promise<ClientHistory> => {
  const client = await seenClient(ctx, input.clientId);
  const to = ctx.io.now();
  const span = { clientId: client.id, from: to - input.days * 86_400_000, to };
  const history = await historyBetween(ctx, span);
  return { ...history, crossings: [...history.crossings, ...(await passedFall(ctx, span))] };
};

interface Span {
  clientId: string;
  from: number;
  to: number;
}

/** A fall that was foreseen and has come to pass is a crossing, though nothing was written since. */
const passedFall = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  { clientId, from, to }: Span,
): Promise<ClientHistory["crossings"]> => {
  const rows = await db
    .select({ runway: clientRunways, state: clientStates.state })
    .from(clientRunways)
    .innerJoin(
      clientStates,
      and(
        eq(clientStates.agencyId, clientRunways.agencyId),
        eq(clientStates.clientId, clientRunways.clientId),
        eq(clientStates.algorithmId, clientRunways.algorithmId),
      ),
    )
    .where(
      and(
        eq(clientRunways.agencyId, agencyId),
        eq(clientRunways.clientId, clientId),
        gt(clientRunways.fallsAt, clientRunways.asOf),
        gte(clientRunways.fallsAt, new Date(from)),
        lte(clientRunways.fallsAt, new Date(to)),
      ),
    );
  const algorithmById = await loadAlgorithms(
    { db, agencyId },
    rows.map(({ runway }) => runway.algorithmId),
  );
  return rows.flatMap(({ runway: { algorithmId, fallsAt, target }, state }) => {
    if (target === null) return [];
    const at = fallsAt.getTime();
    return [{ at, direction: "below", target, score: scoreAt(algorithmById(algorithmId), asState(state), at).value }];
  });
};

export const historyBetween = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  { clientId, from, to }: Span,
): Promise<ClientHistory> => {
  const since = new Date(from);
  const points = await db
    .select()
    .from(scorePoints)
    .where(and(eq(scorePoints.agencyId, agencyId), eq(scorePoints.clientId, clientId), gte(scorePoints.at, since)))
    .orderBy(asc(scorePoints.at));
  const crossed = await db
    .select()
    .from(crossings)
    .where(and(eq(crossings.agencyId, agencyId), eq(crossings.clientId, clientId), gte(crossings.at, since)))
    .orderBy(asc(crossings.at));
  const held = await db
    .select({
      channelId: holds.channelId,
      channelTitle: channels.title,
      from: holds.from,
      to: holds.to,
      reason: holds.reason,
    })
    .from(holds)
    .innerJoin(channels, and(eq(channels.agencyId, holds.agencyId), eq(channels.id, holds.channelId)))
    .where(and(eq(holds.agencyId, agencyId), eq(holds.clientId, clientId), or(isNull(holds.to), gte(holds.to, since))))
    .orderBy(asc(holds.from));
  const beside = await db
    .select()
    .from(parallelPoints)
    .where(
      and(eq(parallelPoints.agencyId, agencyId), eq(parallelPoints.clientId, clientId), gte(parallelPoints.at, since)),
    )
    .orderBy(asc(parallelPoints.at));
  const { algorithms, targets } = await loadClientScoring({ db, agencyId, clientId });
  const titleOf = (id: string) => algorithms.find(({ algorithm }) => algorithm.id === id)?.algorithm.title ?? id;
  return {
    from,
    to,
    points: points.map(({ at, score, target, coverage, algorithmId }) => ({
      at: at.getTime(),
      score,
      target,
      coverage,
      algorithmId,
    })),
    crossings: crossed.map(({ at, direction, target, score }) => ({ at: at.getTime(), direction, target, score })),
    holds: held.map((hold) => ({ ...hold, from: hold.from.getTime(), to: hold.to?.getTime() ?? null })),
    algorithms: algorithms.map(({ from: start, algorithm }) => ({
      from: start,
      id: algorithm.id,
      title: algorithm.title,
    })),
    parallel: beside.map(({ at, score, algorithmId }) => ({ at: at.getTime(), score, title: titleOf(algorithmId) })),
    targets,
    rest: await loadRestWindows({ db, agencyId }, { clientId, after: from }),
  };
};
