import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import { migrate, SchemaNewerThanCode } from "../src/migrate.ts";

const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await sql`drop database if exists ${sql(name)} with (force)`;
  await sql.end();
});

const emptyDatabase = async (): Promise<string> => {
  const name = `migrate_${randomBytes(6).toString("hex")}`;
  await sql`create database ${sql(name)}`;
  made.push(name);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  return url.href;
};

describe("migrate", () => {
  test("is safe when several processes start together, and does nothing the second time", async () => {
    const url = await emptyDatabase();
    const lines: string[] = [];
    await Promise.all([1, 2, 3].map(() => migrate(url, { log: (line) => lines.push(line) })));
    expect(lines).toHaveLength(1);
    await migrate(url, { log: (line) => lines.push(line) });
    expect(lines).toHaveLength(1);
  });

  test("refuses a schema that a newer version made", async () => {
    const url = await emptyDatabase();
    await migrate(url);
    const db = postgres(url, { max: 1 });
    await db`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${Date.UTC(2100, 0)})`;
    await db.end();
    await expect(migrate(url)).rejects.toBeInstanceOf(SchemaNewerThanCode);
  });
});
