import { type Database, inAgency } from "@headroom/db";
import type { Actor, Context, Io } from "./context.ts";

export type { Database } from "@headroom/db";

export interface Entry {
  db: Database;
  io: Io;
  agencyId: string;
  actor: Actor;
}

/** One transaction inside an agency, on a member's behalf. */
export const enterAgency = <T>({ db, io, agencyId, actor }: Entry, work: (ctx: Context) => Promise<T>): Promise<T> =>
  inAgency(db, { agencyId, userId: actor.userId }, (tx) => work({ db: tx, agencyId, actor, io }));
