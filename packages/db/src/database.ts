import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

/** An open transaction (or the connection itself) through which verbs read and write. */
export type Tx = Parameters<Parameters<PostgresJsDatabase<typeof schema>["transaction"]>[0]>[0];

export interface Database {
  /** For sign-in and the search for due work only: it has no tenant. */
  readonly global: PostgresJsDatabase<typeof schema>;
  readonly url: string;
  close(): Promise<void>;
}

export interface ConnectOptions {
  url: string;
  /** Most connections at a time. */
  maxConnections?: number;
}

export const connect = ({ url, maxConnections = 10 }: ConnectOptions): Database => {
  const client = postgres(url, { max: maxConnections, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  return {
    global: drizzle(client, { schema, casing: "snake_case" }),
    url,
    close: () => client.end({ timeout: 5 }),
  };
};

export interface Tenancy {
  agencyId: string;
  /** The person who acts; absent for the system's own jobs. */
  userId?: string | undefined;
  /** How long to wait for a row that somebody else holds, ms; without it, as long as it takes. */
  lockTimeoutMs?: number | undefined;
}

/**
 * Runs `work` in one transaction that sees and touches a single agency: row-level security reads the settings made here,
 * and the role has no way around the policies.
 */
export const inAgency = <T>(
  db: Database,
  { agencyId, userId, lockTimeoutMs = 0 }: Tenancy,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  db.global.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'headroom_app', true), set_config('app.agency_id', ${agencyId}, true), set_config('app.user_id', ${userId ?? ""}, true), set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`,
    );
    return work(tx);
  });

/** Runs `work` as a person who has not entered an agency yet: she sees her own memberships and nothing else. */
export const asUser = <T>(db: Database, userId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.global.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'headroom_app', true), set_config('app.agency_id', '', true), set_config('app.user_id', ${userId}, true)`,
    );
    return work(tx);
  });

/** Refuses a database in which the working role could look past the policies. */
export const assertPoliciesBind = async (db: Database, role = "headroom_app"): Promise<void> => {
  const bypass = await db.global.transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', ${role}, true)`);
    const [row] = await tx.execute<{ bypasses: boolean }>(
      sql`select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`,
    );
    return row?.bypasses ?? true;
  });
  if (bypass)
    throw new Error(`The role ${role} bypasses row-level security: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS.`);
};

/** Calls back for every message on a topic, on a connection of its own that is made anew when it breaks. */
export const listen = async (
  db: Database,
  topic: string,
  hear: (payload: string) => void,
): Promise<() => Promise<void>> => {
  const client = postgres(db.url, { max: 1, onnotice: () => {} });
  await client.listen(topic, hear);
  return () => client.end({ timeout: 1 });
};
