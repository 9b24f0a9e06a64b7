import { type Database, inAgency } from "@headroom/db";
import type { Io } from "../context/context.ts";
import type { ClientScope } from "../scores/client-scoring.ts";
import { learnHabits } from "./learn-habits.ts";

export interface LearnClient {
  db: Database;
  io: Pick<Io, "now">;
  agencyId: string;
  clientId: string;
}

/** What is learned from a client's history, one step after the other. Each replaces what was learned before. */
const steps: readonly ((scope: ClientScope, now: number) => Promise<void>)[] = [learnHabits];

/** Learns anew what a client's history says. May be repeated at any time; does nothing of a client that is gone. */
export const learnClient = ({ db, io, agencyId, clientId }: LearnClient): Promise<void> =>
  inAgency(db, { agencyId }, (tx) => learnFrom({ db: tx, agencyId, clientId }, io.now()));

/** The same inside a transaction. */
export const learnFrom = async (scope: ClientScope, now: number): Promise<void> => {
  for (const step of steps) await step(scope, now);
};
