import type { Sql } from "postgres";

/** Ids of one agency's rows, made for one test. */
export interface AgencyRows {
  agencyId: string;
  /** One person for each role. */
  users: Record<"owner" | "manager" | "staffer" | "viewer", string>;
}

/** Every tenant table and the columns of one row in it; `$1` is the agency, `$2` a row's id, `$3` another person. */
export const tenantRows: Readonly<Record<string, string>> = {
  members: "(agency_id, id, user_id, role, name) values ($1, $2, $3, 'viewer', 'x')",
  invites:
    "(agency_id, id, email, role, token_hash, invited_by, expires_at) values ($1, $2, 'x@example.test', 'viewer', $2::uuid::text, $2, now())",
  audit_log: "(agency_id, id, at, action, subject, subject_id) values ($1, $2, now(), 'x', 'x', 'x')",
  clients: "(agency_id, id, name) values ($1, $2, $2::uuid::text)",
  assignments: "(agency_id, client_id, member_id) values ($1, $2, $2)",
  targets: '(agency_id, id, client_id, level, "from") values ($1, $2, $2, 50, now())',
  connections: "(agency_id, id, client_id, network, title) values ($1, $2, $2, 'blog', 'x')",
  channels: "(agency_id, id, client_id, network, native_id, title) values ($1, $2, $2, 'blog', $2::uuid::text, 'x')",
  holds: "(agency_id, id, client_id, channel_id, \"from\", reason) values ($1, $2, $2, $2, now(), 'x')",
  posts: "(agency_id, channel_id, native_id, at, text, carries_link) values ($1, $2, $2::uuid::text, now(), '', false)",
  observations:
    "(agency_id, channel_id, post_native_id, kind, observed_at, total) values ($1, $2, $2::uuid::text, 'like', now(), 1)",
  signals: "(agency_id, channel_id, native_key, kind, at, count) values ($1, $2, $2::uuid::text, 'like', now(), 1)",
  removals: "(agency_id, channel_id, native_key, removed_at) values ($1, $2, $2::uuid::text, now())",
  audience: "(agency_id, channel_id, at, followers) values ($1, $2, now(), 1)",
  algorithm_activations: '(agency_id, "from", algorithm_id) values ($1, now(), $2::uuid::text)',
  agency_algorithms:
    "(agency_id, id, title, value, forked_from) values ($1, $2::uuid::text, $2::uuid::text, '{}', 'x')",
  algorithm_previews: "(agency_id, id, algorithm_id, baseline_id, status) values ($1, $2, 'x', 'x', 'running')",
  client_states: "(agency_id, client_id, algorithm_id, as_of, state) values ($1, $2, 'x', now(), '{}')",
  client_checkpoints: "(agency_id, client_id, algorithm_id, as_of, state) values ($1, $2, 'x', now(), '{}')",
  client_runways:
    "(agency_id, client_id, algorithm_id, as_of, score, falls_at, coverage) values ($1, $2, 'x', now(), 1, now(), 1)",
  crossings:
    "(agency_id, client_id, at, direction, target, score, algorithm_id) values ($1, $2, now(), 'below', 1, 1, 'x')",
  score_points: "(agency_id, client_id, at, score, coverage, algorithm_id) values ($1, $2, now(), 1, 1, 'x')",
  parallel_points: "(agency_id, client_id, algorithm_id, at, score) values ($1, $2, 'x', now(), 1)",
  rest_windows: '(agency_id, id, client_id, "from", "to") values ($1, $2, $2, now(), now() + interval \'1 day\')',
  planned_posts: "(agency_id, id, client_id, channel_id, at) values ($1, $2, $2, $2, now())",
  channel_habits: "(agency_id, channel_id, as_of, habits) values ($1, $2, now(), '{}')",
  post_topics: "(agency_id, channel_id, post_native_id, topics, reading) values ($1, $2, $2::uuid::text, '{}', 1)",
  topic_decisions: "(agency_id, client_id, topic, decision) values ($1, $2, 'x', 'pin')",
  network_apps: "(agency_id, network, app_id, sealed_secret) values ($1, $2::uuid::text, 'x', 'x')",
  sign_ins:
    "(agency_id, id, client_id, member_id, network, state_hash, sealed_keep) values ($1, $2, $2, $2, 'x', $2::uuid::text, 'x')",
  spending_caps: "(agency_id, subject_id, monthly_micros) values ($1, $2, 1)",
  spending: "(agency_id, client_id, network, month, what) values ($1, $2, 'x', '2026-11-01', 'x')",
  reconnect_links:
    "(agency_id, id, channel_id, token_hash, member_id, expires_at) values ($1, $2, $2, $2::uuid::text, $2, now())",
  subscriptions: "(agency_id, channel_id, state, asked_at) values ($1, $2, 'asked', now())",
  touches: "(agency_id, channel_id, post_native_id, at) values ($1, $2, $2::uuid::text, now())",
  notices:
    "(agency_id, id, member_id, client_id, kind, about, text, path, due_at) values ($1, $2, $2, $2, 'sign-in-ends', $2::uuid::text, 'x', '/', now())",
  planned_pieces: "(agency_id, plan_id, position, text) values ($1, $2, 0, 'x')",
  images:
    "(agency_id, id, client_id, media_type, width, height, alt, bytes) values ($1, $2, $2, 'image/png', 1, 1, '', '\\\\x00')",
  reports: "(agency_id, id, client_id, week_of, model) values ($1, $2, $2, '2026-01-05', '{}')",
  imports:
    "(agency_id, id, client_id, file_name, file_path, status, preview) values ($1, $2, $2, 'x', 'x', 'previewed', '{}')",
};

/** Writes one row of `table`; parameters that a statement does not use are left out. */
export const insertRow = (
  sql: Sql,
  { table, agencyId, id, userId }: { table: string; agencyId: string; id: string; userId: string },
) => {
  const columns = tenantRows[table] ?? "";
  const values = [agencyId, id, userId].slice(0, columns.includes("$3") ? 3 : 2);
  return sql.unsafe(`insert into ${table} ${columns}`, values);
};

/** An agency with a person for each role and a row in every tenant table, written around the policies. */
export const fillAgency = async (sql: Sql): Promise<AgencyRows> => {
  const agencyId = crypto.randomUUID();
  await sql`insert into agencies (id, slug, name, actor_salt) values (${agencyId}, ${agencyId}, 'x', '\\x00')`;
  const users: AgencyRows["users"] = { owner: "", manager: "", staffer: "", viewer: "" };
  for (const role of ["owner", "manager", "staffer", "viewer"] as const) {
    users[role] = await newUser(sql);
    await sql`insert into members (agency_id, user_id, role, name) values (${agencyId}, ${users[role]}, ${role}, ${role})`;
  }
  const id = crypto.randomUUID();
  const userId = await newUser(sql);
  for (const table of Object.keys(tenantRows)) await insertRow(sql, { table, agencyId, id, userId });
  return { agencyId, users };
};

export const newUser = async (sql: Sql): Promise<string> => {
  const [row] = await sql<
    { id: string }[]
  >`insert into users (email) values (${`${crypto.randomUUID()}@example.test`}) returning id`;
  if (row === undefined) throw new Error("no user");
  return row.id;
};
