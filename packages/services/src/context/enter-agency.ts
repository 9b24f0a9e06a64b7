import { type Database, inAgency } from "@headroom/db";
import type { Actor, Context, Io } from "./context.ts";
import { ServiceError } from "./errors.ts";
import { isLockTimeout } from "./pg-error.ts";

export type { Database } from "@headroom/db";

export interface Entry {
  db: Database;
  io: Io;
  agencyId: string;
  actor: Actor;
}

/** What a verb gets that enters the agency by itself, so that no transaction is open while it waits for something else. */
export interface EntryCall<Input> {
  entry: Entry;
  input: Input;
}

/** A person waits this long for what a job is changing, ms; longer waits belong to jobs. */
const lockTimeoutMs = 8_000;

/** One transaction inside an agency, on a member's behalf. Throws `unavailable` when a job holds what it needs for too long. */
export const enterAgency = async <T>(
  { db, io, agencyId, actor }: Entry,
  work: (ctx: Context) => Promise<T>,
): Promise<T> => {
  try {
    return await inAgency(db, { agencyId, userId: actor.userId, lockTimeoutMs }, (tx) =>
      work({ db: tx, agencyId, actor, io }),
    );
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new ServiceError("unavailable", "An import or a reading is changing this right now. Try again in a minute.", {
      cause: error,
    });
  }
};
