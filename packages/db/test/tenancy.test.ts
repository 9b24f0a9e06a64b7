import { sql as drizzleSql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { assertPoliciesBind, asUser, connect, inAgency } from "../src/database.ts";
import { type AgencyRows, fillAgency, insertRow, newUser, tenantRows } from "./agency-rows.ts";

const sql = postgres(inject("databaseUrl"), { max: 2, onnotice: () => {} });
const db = connect({ url: inject("databaseUrl"), maxConnections: 2 });
let a: AgencyRows;
let b: AgencyRows;
beforeAll(async () => {
  a = await fillAgency(sql);
  b = await fillAgency(sql);
});
afterAll(async () => {
  await sql.end();
  await db.close();
});

const tables = Object.keys(tenantRows);
const roles = ["owner", "manager", "staffer", "viewer"] as const;

/** Runs statements as a member of A and undoes them. */
const asMemberOfA = async <T>(
  role: (typeof roles)[number],
  work: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> => {
  let result: T | undefined;
  await sql
    .begin(async (tx) => {
      await tx`select set_config('role', 'headroom_app', true), set_config('app.agency_id', ${a.agencyId}, true), set_config('app.user_id', ${a.users[role]}, true)`;
      result = await work(tx);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return result as T;
};
class Undo extends Error {}

describe.each(roles)("a %s of agency A", (role) => {
  test.each(tables)("reads of %s only A's rows", async (table) => {
    const found = await asMemberOfA(role, (tx) => tx.unsafe(`select distinct agency_id from ${table}`));
    expect(found.map((row) => row.agency_id)).toEqual([a.agencyId]);
  });

  test.each(tables)("changes and deletes nothing of B's in %s", async (table) => {
    for (const statement of [
      `update ${table} set agency_id = agency_id where agency_id = $1`,
      `delete from ${table} where agency_id = $1`,
    ]) {
      const touched = await asMemberOfA(role, (tx) =>
        tx
          .savepoint((sp) => sp.unsafe(statement, [b.agencyId]))
          .then(
            (rows) => rows.count,
            (error: { code?: string }) => error.code,
          ),
      );
      expect(touched === 0 || touched === "42501", `${statement}: ${touched}`).toBe(true);
    }
    const [left] = await sql.unsafe(`select count(*)::int as n from ${table} where agency_id = $1`, [b.agencyId]);
    expect(left?.n).toBeGreaterThan(0);
  });

  test.each(tables)("writes nothing of B's into %s", async (table) => {
    const id = crypto.randomUUID();
    const userId = await newUser(sql);
    const outcome = await asMemberOfA(role, (tx) =>
      tx
        .savepoint((sp) => insertRow(sp as unknown as postgres.Sql, { table, agencyId: b.agencyId, id, userId }))
        .then(
          () => "written",
          (error: { code?: string }) => error.code,
        ),
    );
    expect(outcome).toBe("42501");
  });

  test("sees neither B itself nor its people", async () => {
    const seen = await asMemberOfA(role, async (tx) => ({
      agencies: await tx`select id from agencies`,
      strangers: await tx`select id from users where id in ${tx(Object.values(b.users))}`,
    }));
    expect(seen.agencies.map(({ id }) => id)).toEqual([a.agencyId]);
    expect(seen.strangers).toHaveLength(0);
  });
});

describe("tenancy", () => {
  test("shows nothing at all before an agency is entered, save one's own memberships", async () => {
    for (const table of tables) {
      const rows = await asUser(db, a.users.staffer, (tx) => tx.execute(drizzleSql.raw(`select * from ${table}`)));
      expect([table, rows.length]).toEqual([table, table === "members" ? 1 : 0]);
    }
  });

  test("lets a person of two agencies find both", async () => {
    const userId = await newUser(sql);
    for (const { agencyId } of [a, b]) {
      await sql`insert into members (agency_id, user_id, role, name) values (${agencyId}, ${userId}, 'staffer', 'x')`;
    }
    const found = await asUser(db, userId, (tx) =>
      tx.execute<{ id: string }>(drizzleSql`select id from agencies order by id`),
    );
    expect(found.map(({ id }) => id)).toEqual([a.agencyId, b.agencyId].sort());
  });

  test("leaves no setting behind when the transaction ends", async () => {
    await inAgency(db, { agencyId: a.agencyId }, (tx) => tx.execute(drizzleSql`select 1`));
    const [row] = await db.global.execute<{ agency: string | null; who: string }>(
      drizzleSql`select nullif(current_setting('app.agency_id', true), '') as agency, current_user as who`,
    );
    expect(row?.agency).toBeNull();
    expect(row?.who).not.toBe("headroom_app");
  });

  test("refuses a role that could look past the policies", async () => {
    await assertPoliciesBind(db);
    // A role of the test's own: roles belong to the whole server, and other tests run beside this one.
    const role = `bypass_${crypto.randomUUID().slice(0, 8)}`;
    await sql`create role ${sql(role)} bypassrls`;
    try {
      await expect(assertPoliciesBind(db, role)).rejects.toThrow(/bypasses row-level security/);
    } finally {
      await sql`drop role ${sql(role)}`;
    }
  });
});

test("who is in a transaction can still ask for what is everybody's, though all others are in one as well", async () => {
  const both = Promise.withResolvers<void>();
  let inside = 0;
  const ask = ({ agencyId }: AgencyRows) =>
    inAgency(db, { agencyId }, async () => {
      inside += 1;
      if (inside === 2) both.resolve();
      await both.promise;
      return db.global.execute(drizzleSql`select 1 as one`);
    });
  expect((await Promise.all([ask(a), ask(b)])).map(([row]) => row)).toEqual([{ one: 1 }, { one: 1 }]);
});
