import { type SQL, sql } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import { type Entry, type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { managedClient } from "./client-access.ts";

export const ExportClientInput = z.object({ clientId: z.uuid() });
export type ExportClientInput = z.infer<typeof ExportClientInput>;

type KeyType = "uuid" | "text" | "timestamptz" | "date" | "signal_kind" | "integer";

/** A table of which a client's rows go out, with the columns that name a row within the client, as its primary key has them. */
interface Section {
  table: string;
  key: Readonly<Record<string, KeyType>>;
  /** How rows belong to the client. */
  of: "client" | "channel" | "plan" | "itself";
  /** Columns that stay: nothing sealed, nothing of others. */
  without?: readonly string[];
  /** Of tables with large rows. */
  rowsAtATime?: number;
}

/** Everything that is kept about a client; a test reads the schema and fails on a table that is missing here or there. */
export const exportSections: readonly Section[] = [
  { table: "clients", key: { id: "uuid" }, of: "itself" },
  { table: "channels", key: { id: "uuid" }, of: "client", without: ["cursor"] },
  { table: "targets", key: { id: "uuid" }, of: "client" },
  { table: "rest_windows", key: { id: "uuid" }, of: "client" },
  { table: "planned_posts", key: { id: "uuid" }, of: "client" },
  { table: "planned_pieces", key: { plan_id: "uuid", position: "integer" }, of: "plan" },
  // With their bytes, written as PostgreSQL writes them (`\\x` and hexadecimal digits).
  { table: "images", key: { id: "uuid" }, of: "client", rowsAtATime: 2 },
  { table: "topic_decisions", key: { topic: "text" }, of: "client" },
  { table: "holds", key: { id: "uuid" }, of: "client" },
  { table: "posts", key: { channel_id: "uuid", native_id: "text" }, of: "channel" },
  { table: "post_topics", key: { channel_id: "uuid", post_native_id: "text" }, of: "channel" },
  { table: "signals", key: { channel_id: "uuid", native_key: "text" }, of: "channel" },
  {
    table: "observations",
    key: { channel_id: "uuid", post_native_id: "text", kind: "signal_kind", observed_at: "timestamptz" },
    of: "channel",
  },
  { table: "removals", key: { channel_id: "uuid", native_key: "text" }, of: "channel" },
  { table: "audience", key: { channel_id: "uuid", at: "timestamptz" }, of: "channel" },
  { table: "channel_habits", key: { channel_id: "uuid" }, of: "channel" },
  { table: "crossings", key: { at: "timestamptz", direction: "text" }, of: "client" },
  { table: "score_points", key: { at: "timestamptz" }, of: "client" },
  { table: "parallel_points", key: { algorithm_id: "text", at: "timestamptz" }, of: "client" },
  { table: "reports", key: { id: "uuid" }, of: "client", without: ["pdf"] },
  { table: "notices", key: { id: "uuid" }, of: "client", without: ["member_id"] },
  { table: "spending", key: { month: "date", network: "text", what: "text" }, of: "client" },
];

/** What is not the client's own, or can be made anew from what is: states, runways, grants, ways to be told, who looks after whom. */
export const notExported: ReadonlySet<string> = new Set([
  "assignments",
  "connections",
  "client_states",
  "client_checkpoints",
  "client_runways",
  "imports",
  "reconnect_links",
  "sign_ins",
  "subscriptions",
  "touches",
]);

const rowsAtATime = 2_000;

/**
 * Everything about one client as lines of JSON, each with its table; people who reacted are hashes. Read in portions, so
 * that neither memory nor a transaction grows with the history.
 */
export const exportClient = async ({
  entry,
  input,
}: EntryCall<ExportClientInput>): Promise<AsyncGenerator<string, void, unknown>> => {
  const { clientId } = input;
  await enterAgency(entry, async (ctx) => {
    const client = await managedClient(ctx, clientId);
    await record(ctx, { action: "client.exported", subject: "client", subjectId: client.id });
  });
  return linesOf(entry, clientId);
};

async function* linesOf(entry: Entry, clientId: string): AsyncGenerator<string, void, unknown> {
  for (const section of exportSections) yield* rowsOf(entry, { section, clientId });
}

async function* rowsOf(
  entry: Entry,
  { section, clientId }: { section: Section; clientId: string },
): AsyncGenerator<string, void, unknown> {
  let after: readonly string[] | null = null;
  do {
    const rows: Row[] = await portion(entry, { section, clientId, after });
    for (const { row } of rows) yield `{"table":${JSON.stringify(section.table)},"row":${row}}\n`;
    after = rows.length < (section.rowsAtATime ?? rowsAtATime) ? null : (rows.at(-1)?.key ?? null);
  } while (after !== null);
}

interface Row extends Record<string, unknown> {
  row: string;
  key: string[];
}

interface Portion {
  section: Section;
  clientId: string;
  after: readonly string[] | null;
}

const portion = (entry: Entry, { section, clientId, after }: Portion): Promise<Row[]> =>
  enterAgency(entry, async (ctx) => {
    // Asked at each portion: she may have lost the client meanwhile.
    await managedClient(ctx, clientId);
    const { table, key, of, without = [] } = section;
    const names = Object.keys(key).map((name) => `t.${name}`);
    const hidden = ["agency_id", ...without].map((name) => `- '${name}'`).join(" ");
    const beyond =
      after === null ? sql`true` : sql`(${sql.raw(names.join(", "))}) > (${typed(after, Object.values(key))})`;
    const rows = await ctx.db.execute<Row>(sql`
      select (to_jsonb(t) ${sql.raw(hidden)})::text as row, array[${sql.raw(names.map((name) => `${name}::text`).join(", "))}] as key
      from ${sql.raw(table)} t
      where t.agency_id = ${ctx.agencyId}::uuid and ${belongs(of, clientId)} and ${beyond}
      order by ${sql.raw(names.join(", "))} limit ${section.rowsAtATime ?? rowsAtATime}`);
    return [...rows];
  });

/** The values with the types of their columns, so that the primary key's index finds where to go on. */
const typed = (values: readonly string[], types: readonly KeyType[]): SQL =>
  sql.join(
    values.map((value, i) => sql`${value}::${sql.raw(types[i] ?? "text")}`),
    sql`, `,
  );

const belongs = (of: Section["of"], clientId: string): SQL => {
  switch (of) {
    case "itself":
      return sql`t.id = ${clientId}::uuid`;
    case "client":
      return sql`t.client_id = ${clientId}::uuid`;
    case "plan":
      return sql`t.plan_id in (select id from planned_posts p where p.agency_id = t.agency_id and p.client_id = ${clientId}::uuid)`;
    case "channel":
      return sql`t.channel_id in (select id from channels c where c.agency_id = t.agency_id and c.client_id = ${clientId}::uuid)`;
    default:
      return of satisfies never;
  }
};
