import { type Database, sql } from "@headroom/db";

/** Every row of an agency in every table that has an `agency_id`, as JSON text: what a comparison of before and after needs. */
export const tableRows = async (db: Database, agencyId: string): Promise<Record<string, string[]>> => {
  const tables = await db.global.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'agency_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await db.global.execute<{ row: string }>(sql`
      select to_jsonb(t)::text as row from ${sql.identifier(name)} t where agency_id = ${agencyId}::uuid order by 1`);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
};

/** How many rows an agency has in each table that holds any. */
export const rowCounts = async (db: Database, agencyId: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(await tableRows(db, agencyId)).flatMap(([name, rows]) =>
      rows.length === 0 ? [] : [[name, rows.length]],
    ),
  );

/** The tables, global ones among them, in which a text occurs in any column. */
export const tablesWith = async (db: Database, text: string): Promise<string[]> => {
  const tables = await db.global.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.global.execute(sql`
      select 1 from ${sql.identifier(name)} t where position(${text} in to_jsonb(t)::text) > 0 limit 1`);
    if (rows.length > 0) found.push(name);
  }
  return found;
};
