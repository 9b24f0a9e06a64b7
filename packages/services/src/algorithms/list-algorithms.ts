import { algorithmActivations, and, asc, eq, members } from "@headroom/db";
import { type NumberChange, numberChanges } from "@headroom/insights";
import type { Algorithm } from "@headroom/scoring";
import type { Call, Context } from "../context/context.ts";
import { agencyZone } from "./agency-zone.ts";
import { allVersions } from "./algorithm-versions.ts";

/** One version that the agency can score with. Instants in epoch ms. */
export interface AlgorithmVersion {
  algorithm: Algorithm;
  isBuiltIn: boolean;
  forkedFrom: { id: string; title: string } | null;
  /** What differs from the version it was made of. */
  changes: NumberChange[];
  createdBy: string | null;
  createdAt: number | null;
  /** Whether it scores now. */
  isActive: boolean;
  /** When it began to score without a break, if it does now. */
  activeSince: number | null;
  /** When it will begin. */
  scheduledFor: number | null;
}

/** A change of the algorithm that scores, past or to come. */
export interface AlgorithmChange {
  from: number;
  algorithmId: string;
  title: string;
  /** Null for the one an agency begins with. */
  by: string | null;
  /** When it was decided. */
  at: number;
  state: "past" | "active" | "scheduled";
}

export interface AlgorithmList {
  versions: AlgorithmVersion[];
  /** Newest first. */
  changes: AlgorithmChange[];
  /** IANA zone in which dates of changes are meant. */
  zone: string;
  mayManage: boolean;
}

/** The versions an agency can score with, and which of them does since when. */
export const listAlgorithms = async ({ ctx }: Call<undefined>): Promise<AlgorithmList> => {
  const versions = await allVersions(ctx);
  const titleOf = (id: string) => versions.find(({ algorithm }) => algorithm.id === id)?.algorithm.title ?? id;
  const changes = await changesOf(ctx, titleOf);
  const names = await memberNames(ctx);
  const active = changes.find(({ state }) => state === "active");
  return {
    versions: versions.map(({ algorithm, forkedFrom, createdBy, createdAt }) => {
      const parent = versions.find((other) => other.algorithm.id === forkedFrom)?.algorithm;
      const isActive = algorithm.id === active?.algorithmId;
      return {
        algorithm,
        isBuiltIn: forkedFrom === null,
        forkedFrom: parent === undefined ? null : { id: parent.id, title: parent.title },
        changes: parent === undefined ? [] : numberChanges(parent, algorithm),
        createdBy: createdBy === null ? null : (names.get(createdBy) ?? null),
        createdAt,
        isActive,
        activeSince: isActive ? (active?.from ?? null) : null,
        scheduledFor:
          changes.findLast(({ state, algorithmId }) => state === "scheduled" && algorithmId === algorithm.id)?.from ??
          null,
      };
    }),
    changes,
    zone: await agencyZone(ctx),
    mayManage: ctx.actor.role === "owner" || ctx.actor.role === "manager",
  };
};

const changesOf = async (
  { db, agencyId, io }: Context,
  titleOf: (id: string) => string,
): Promise<AlgorithmChange[]> => {
  const rows = await db
    .select({ activation: algorithmActivations, by: members.name })
    .from(algorithmActivations)
    .leftJoin(
      members,
      and(eq(members.agencyId, algorithmActivations.agencyId), eq(members.id, algorithmActivations.activatedBy)),
    )
    .where(eq(algorithmActivations.agencyId, agencyId))
    .orderBy(asc(algorithmActivations.from));
  const now = io.now();
  // Before the first of them that one counts as well.
  const activeIndex = Math.max(
    0,
    rows.findLastIndex(({ activation }) => activation.from.getTime() <= now),
  );
  return rows
    .map(({ activation: { from, algorithmId, activatedAt }, by }, i) => ({
      from: from.getTime(),
      algorithmId,
      title: titleOf(algorithmId),
      by,
      at: activatedAt.getTime(),
      state: i === activeIndex ? ("active" as const) : i < activeIndex ? ("past" as const) : ("scheduled" as const),
    }))
    .toReversed();
};

const memberNames = async ({ db, agencyId }: Context): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(eq(members.agencyId, agencyId));
  return new Map(rows.map(({ id, name }) => [id, name]));
};
