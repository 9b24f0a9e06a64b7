import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "../migrate.ts";
import { startEmbedded } from "./index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database of this run's own: `inject("databaseUrl")`. */
    databaseUrl: string;
  }
}

export type TestDatabase = { url: string; stop(): Promise<void> };

/** Serialises the migrations of packages whose tests run side by side on one server: roles belong to the whole server. */
const migrationLock = 4_716_223;

/** For vitest: `globalSetup: ["@headroom/db/testing"]`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startTestDatabase();
  project.provide("databaseUrl", database.url);
  return database.stop;
}

/** A migrated database of its own, on the server of TEST_DATABASE_URL or on a throw-away one; `stop` leaves nothing behind. */
export async function startTestDatabase(
  // biome-ignore lint/style/noProcessEnv: a test run has no other front door.
  serverUrl: string | undefined = process.env.TEST_DATABASE_URL,
): Promise<TestDatabase> {
  const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
  const name = `test_${randomBytes(6).toString("hex")}`;
  try {
    const url = await createDatabase(server.url, name);
    return {
      url,
      stop: async () => {
        if (serverUrl) await dropDatabase(server.url, name);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A server without durability in a temporary directory; `stop` deletes it. */
export async function startTestServer(): Promise<TestDatabase> {
  const home = mkdtempSync(join(tmpdir(), "headroom-test-"));
  // As root PostgreSQL runs as another user, who must be able to pass through.
  await chmod(home, 0o755);
  const server = await startEmbedded({ dataDir: join(home, "postgres"), durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
      if (dirname(server.dataDir) !== home) await rm(dirname(server.dataDir), { recursive: true, force: true });
    },
  };
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await sql`create database ${sql(name)}`;
    await migrate(url.href);
    return url.href;
  } catch (error) {
    await sql`drop database if exists ${sql(name)} with (force)`;
    throw error;
  } finally {
    await sql.end();
  }
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`drop database if exists ${sql(name)} with (force)`;
  } finally {
    await sql.end();
  }
}
