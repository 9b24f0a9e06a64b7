import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

/** An open transaction (or the connection itself) through which verbs read and write. */
export type Tx = Parameters<Parameters<PostgresJsDatabase<typeof schema>["transaction"]>[0]>[0];

export interface Database {
  /** For sign-in, the search for due work and the gates only: it has no tenant. */
  readonly global: PostgresJsDatabase<typeof schema>;
  /** For transactions. Apart, so that whoever is in one still finds a connection for what is everybody's. */
  readonly inside: PostgresJsDatabase<typeof schema>;
  readonly url: string;
  close(): Promise<void>;
}

export interface ConnectOptions {
  url: string;
  /** Most transactions at a time. */
  maxConnections?: number;
}

/** Of single statements, which are short, so many fewer connections are held. */
const transactionsPerStatement = 4;

export const connect = ({ url, maxConnections = 10 }: ConnectOptions): Database => {
  const open = (max: number) => postgres(url, { max, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  const statements = open(Math.ceil(maxConnections / transactionsPerStatement));
  const transactions = open(maxConnections);
  return {
    global: drizzle(statements, { schema, casing: "snake_case" }),
    inside: drizzle(transactions, { schema, casing: "snake_case" }),
    url,
    close: async () => {
      await Promise.all([statements.end({ timeout: 5 }), transactions.end({ timeout: 5 })]);
    },
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
  db.inside.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'headroom_app', true), set_config('app.agency_id', ${agencyId}, true), set_config('app.user_id', ${userId ?? ""}, true), set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`,
    );
    return work(tx);
  });

/** Runs `work` as a person who has not entered an agency yet: she sees her own memberships and nothing else. */
export const asUser = <T>(db: Database, userId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.inside.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'headroom_app', true), set_config('app.agency_id', '', true), set_config('app.user_id', ${userId}, true)`,
    );
    return work(tx);
  });

/** Refuses a database in which the working role could look past the policies. */
export const assertPoliciesBind = async (db: Database, role = "headroom_app"): Promise<void> => {
  const bypass = await db.inside.transaction(async (tx) => {
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
