import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

/** Tables without a tenant: design's list, the passwords and attempt counts of sign-in, networks' limits, and the migrations' own. */
const globalTables = [
  "users",
  "accounts",
  "sessions",
  "verification_tokens",
  "passwords",
  "rate_limits",
  "agencies",
  "webhook_routes",
  "network_gates",
  "due_work",
];

const sql = postgres(inject("databaseUrl"), { max: 1 });
afterAll(() => sql.end());

interface Table {
  name: string;
  forced: boolean;
  enabled: boolean;
  policies: string[];
  /** First columns of the primary key and of every unique and foreign key. */
  keys: { kind: string; first: string; name: string }[];
}

let tables: Table[];
beforeAll(async () => {
  tables = await sql<Table[]>`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      coalesce((select array_agg(pg_get_expr(p.polqual, p.polrelid)) from pg_policy p where p.polrelid = c.oid), '{}') as policies,
      coalesce((
        select json_agg(json_build_object('kind', k.kind, 'first', a.attname, 'name', k.name)) from (
          select contype::text as kind, conname::text as name, conkey[1] as first from pg_constraint where conrelid = c.oid and contype in ('p', 'u', 'f')
          union all
          select 'i', i.indexrelid::regclass::text, i.indkey[0] from pg_index i where i.indrelid = c.oid and i.indisunique
        ) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.first
      ), '[]') as keys
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`;
});

const tenantTables = () => tables.filter(({ name }) => !globalTables.includes(name));

describe("the live catalog", () => {
  test("has every global table and at least twenty tenant tables", () => {
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(globalTables));
    expect(tenantTables().length).toBeGreaterThanOrEqual(20);
  });

  test("enables and forces row-level security on every tenant table, partitions included", () => {
    expect(
      tenantTables()
        .filter(({ enabled, forced }) => !(enabled && forced))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  test("has a policy on every tenant table that compares agency_id with the agency entered", () => {
    const bare = tenantTables().filter(
      ({ policies }) => !policies.some((text) => /agency_id = \(?NULLIF\(current_setting\('app.agency_id'/.test(text)),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test("puts agency_id first in the primary key and in every unique and foreign key of a tenant table", () => {
    const wrong = tenantTables().flatMap(({ name, keys }) =>
      keys
        .filter(({ kind, first, name: key }) => first !== "agency_id" && !(kind === "f" && /_user_id_users_/.test(key)))
        .map(({ name: key }) => `${name}: ${key}`),
    );
    expect(wrong).toEqual([]);
    expect(
      tenantTables()
        .filter(({ keys }) => !keys.some(({ kind }) => kind === "p"))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  test("keeps the app's role from updating signals and the audit log", async () => {
    const rows = await sql<{ grants: string }[]>`
      select table_name || ' ' || privilege_type as grants from information_schema.role_table_grants
      where grantee = 'headroom_app' and table_name in ('signals', 'audit_log') order by 1`;
    expect(rows.map(({ grants }) => grants)).toEqual([
      "audit_log INSERT",
      "audit_log SELECT",
      "signals DELETE",
      "signals INSERT",
      "signals SELECT",
    ]);
  });

  test("shows the app's role nothing of sign-in: no passwords, sessions or tokens", async () => {
    const rows = await sql`
      select table_name from information_schema.role_table_grants
      where grantee = 'headroom_app' and table_name in ('passwords', 'sessions', 'accounts', 'verification_tokens', 'rate_limits')`;
    expect(rows).toHaveLength(0);
  });
});
