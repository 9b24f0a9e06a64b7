import { type Database, inAgency } from "@headroom/db";
import type { Io } from "../context/context.ts";
import type { ClientScope } from "../scores/client-scoring.ts";
import { readPostTopics, readSomePosts } from "../topics/read-post-topics.ts";
import { learnHabits } from "./learn-habits.ts";

export interface LearnClient {
  db: Database;
  io: Pick<Io, "now">;
  agencyId: string;
  clientId: string;
  /** Stops between two steps; what is left is learned with the next wish. */
  signal?: AbortSignal;
}

/** What is learned from a client's history, one step after the other. Each replaces what was learned before. */
const steps: readonly ((scope: ClientScope, now: number) => Promise<void>)[] = [learnHabits];

/** Learns anew what a client's history says. May be repeated at any time; does nothing of a client that is gone. */
export const learnClient = async ({ db, io, agencyId, clientId, signal }: LearnClient): Promise<void> => {
  for (const step of steps) {
    await inAgency(db, { agencyId }, (tx) => step({ db: tx, agencyId, clientId }, io.now()));
  }
  await readPostTopics(db, { agencyId, clientId, ...(signal && { signal }) });
};

/** The same inside a transaction, for a history of bounded size. */
export const learnFrom = async (scope: ClientScope, now: number): Promise<void> => {
  for (const step of steps) await step(scope, now);
  while ((await readSomePosts(scope)) > 0);
};
