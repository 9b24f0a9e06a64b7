import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/** One number for all Headroom processes on a server: whoever holds it migrates, the others wait. */
const migrationLock = 4_801_520_771;

/** The database was written by a newer version of the code; going on could damage it. */
export class SchemaNewerThanCode extends Error {
  override readonly name = "SchemaNewerThanCode";
  constructor() {
    super(
      "The database's schema is newer than this version of Headroom. Install the newer version, or point DATABASE_URL elsewhere.",
    );
  }
}

export interface MigrateOptions {
  log?: (line: string) => void;
}

/** Brings the schema up to date; safe when several processes start together. Throws SchemaNewerThanCode. */
export const migrate = async (url: string, { log }: MigrateOptions = {}): Promise<void> => {
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  const db = drizzle(client);
  try {
    await db.execute(sql`select pg_advisory_lock(${migrationLock})`);
    const before = await lastApplied(db);
    const newest = newestInCode();
    if (before > newest) throw new SchemaNewerThanCode();
    if (before === newest) return;
    log?.("Bringing the database schema up to date");
    await applyMigrations(db, { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
};

const lastApplied = async (db: ReturnType<typeof drizzle>): Promise<number> => {
  const [table] = await db.execute<{ known: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as known`,
  );
  if (!table?.known) return 0;
  const [row] = await db.execute<{ last: string | null }>(
    sql`select max(created_at)::text as last from drizzle.__drizzle_migrations`,
  );
  return Number(row?.last ?? 0);
};

const newestInCode = (): number => {
  const journal: unknown = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, "utf8"));
  const entries = typeof journal === "object" && journal !== null && "entries" in journal ? journal.entries : [];
  if (!Array.isArray(entries)) return 0;
  return Math.max(0, ...entries.map((entry) => Number(entry.when)));
};
