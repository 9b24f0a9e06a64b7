import type { Database, Io } from "@headroom/services";

/** What a request brings: who signed in, which agency she named, and the world. */
export interface RequestContext {
  db: Database;
  io: Io;
  /** Null when nobody is signed in. */
  userId: string | null;
  /** The agency's slug, as named by the page. */
  agencySlug: string | null;
  /** Changes told to every process, for live pages. */
  changes: Changes;
}

export interface Change {
  agencyId: string;
  what: "sync" | "import" | "client" | "report" | "algorithm";
  /** Absent for what concerns the whole agency. */
  clientId?: string | undefined;
  subjectId?: string | undefined;
}

export interface Changes {
  /** Yields what changes in an agency until the signal ends it. */
  of: (agencyId: string, signal: AbortSignal | undefined) => AsyncIterable<Change>;
}
