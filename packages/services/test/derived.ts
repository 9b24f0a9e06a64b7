import { clientRunways, clientStates, crossings, parallelPoints, scorePoints } from "@headroom/db";
import { fold, type State } from "@headroom/scoring";
import { loadAlgorithms } from "../src/scores/load-algorithms.ts";
import { noon, type TestAgency } from "./agency.ts";

/** Everything derived of a client, as of one instant, with numbers rounded to 9 significant digits and channel ids named by order. */
export const derived = async (agency: TestAgency, clientId: string, asOf = noon): Promise<unknown> =>
  agency.system(async ({ db: tx, agencyId }) => {
    const of = <T extends { clientId: string }>(rows: T[]) => rows.filter((row) => row.clientId === clientId);
    const all = of(await tx.select().from(clientStates));
    // One left behind by an algorithm that is no longer computed is not as of the same instant as the others.
    const newest = Math.max(...all.map(({ asOf }) => asOf.getTime()));
    const states = all
      .filter(({ asOf }) => asOf.getTime() === newest)
      .sort((a, b) => (a.algorithmId < b.algorithmId ? -1 : 1));
    const algorithmById = await loadAlgorithms(
      { db: tx, agencyId },
      states.map(({ algorithmId }) => algorithmId),
    );
    const names = new Map(
      Object.keys((states[0]?.state as State | undefined)?.channels ?? {})
        .sort()
        .map((id, i) => [id, `channel ${i}`]),
    );
    const rounded = (value: unknown): unknown => {
      if (typeof value === "number") return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9));
      if (value instanceof Date) return value.getTime();
      if (Array.isArray(value)) return value.map(rounded);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => key !== "clientId" && key !== "agencyId")
          .map(([key, inner]) => [names.get(key) ?? key, rounded(inner)]),
      );
    };
    const byTime = <T extends { at: Date }>(rows: T[]) => rows.sort((a, b) => a.at.getTime() - b.at.getTime());
    return rounded({
      // States are as of their last event, which a removal may have taken away: compared as of one instant.
      states: states.map(({ algorithmId, state }) => fold(algorithmById(algorithmId), state as State, {}, asOf)),
      runway: of(await tx.select().from(clientRunways)),
      crossings: byTime(of(await tx.select().from(crossings))),
      points: byTime(of(await tx.select().from(scorePoints))),
      parallel: byTime(of(await tx.select().from(parallelPoints))),
    });
  });
