import { agencies, type Database, inAgency, type SQL, sql, type Tx } from "@headroom/db";
import { secretPurpose } from "../channels/connector-context.ts";
import { appPurpose } from "../networks/network-app.ts";
import { grantPurpose, keepPurpose } from "../networks/start-sign-in.ts";
import { subscriptionPurpose } from "../push/push-secrets.ts";
import type { Io } from "./context.ts";

/** A column that holds sealed texts, with what names its row and what each text is sealed for. */
interface SealedColumn {
  table: string;
  /** SQL that gives the row's name as text. */
  name: string;
  column: string;
  purposeOf: (row: { agencyId: string; name: string }) => string;
}

/** Every place where something lies sealed; a test reads the schema and fails on one that is missing. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "connections", name: "id::text", column: "sealed_secret", purposeOf: ({ name }) => secretPurpose(name) },
  {
    table: "network_apps",
    name: "network",
    column: "sealed_secret",
    purposeOf: ({ agencyId, name }) => appPurpose(agencyId, name),
  },
  {
    table: "subscriptions",
    name: "channel_id::text",
    column: "sealed_token",
    purposeOf: ({ name }) => subscriptionPurpose(name),
  },
  { table: "sign_ins", name: "id::text", column: "sealed_keep", purposeOf: ({ name }) => keepPurpose(name) },
  { table: "sign_ins", name: "id::text", column: "sealed_grant", purposeOf: ({ name }) => grantPurpose(name) },
];

export interface Rotation {
  resealed: number;
  /** Sealed with a key that was not given: left as they are. */
  unopened: number;
}

/** Rows of one transaction: a crash loses at most so many, and the next run goes on from there. */
const rowsAtATime = 100;

/** Seals everything anew that was not sealed with the newest key. May be stopped and run again at any time. */
export const rotateKeys = async (db: Database, io: Pick<Io, "sealer">): Promise<Rotation> => {
  const rotation: Rotation = { resealed: 0, unopened: 0 };
  const all = await db.global.select({ id: agencies.id }).from(agencies);
  for (const { id: agencyId } of all) {
    for (const column of sealedColumns) await rotateColumn(db, { agencyId, column, io, rotation });
  }
  return rotation;
};

interface Task {
  agencyId: string;
  column: SealedColumn;
  io: Pick<Io, "sealer">;
  rotation: Rotation;
}

const rotateColumn = async (db: Database, task: Task): Promise<void> => {
  for (let after: string | null = ""; after !== null; ) {
    const from: string = after;
    after = await inAgency(db, { agencyId: task.agencyId }, (tx) => rotateSome(tx, { ...task, after: from }));
  }
};

/** Returns the name of the last row looked at, null when that was all. */
const rotateSome = async (
  tx: Tx,
  { agencyId, column, io, rotation, after }: Task & { after: string },
): Promise<string | null> => {
  const { table, name, column: sealed, purposeOf } = column;
  const [rowName, cell]: [SQL, SQL] = [sql.raw(name), sql.raw(sealed)];
  const rows = await tx.execute<{ name: string; sealed: string }>(sql`
    select ${rowName} as name, ${cell} as sealed from ${sql.raw(table)}
    where agency_id = ${agencyId}::uuid and ${rowName} > ${after} and ${cell} <> '' and ${cell} not like ${`${io.sealer.newestId}.%`}
    order by ${rowName} limit ${rowsAtATime} for update`);
  for (const row of rows) {
    const purpose = purposeOf({ agencyId, name: row.name });
    const plain = opened(io, { sealed: row.sealed, purpose });
    if (plain === null) {
      rotation.unopened += 1;
      continue;
    }
    await tx.execute(sql`
      update ${sql.raw(table)} set ${cell} = ${io.sealer.seal(plain, purpose)}
      where agency_id = ${agencyId}::uuid and ${rowName} = ${row.name}`);
    rotation.resealed += 1;
  }
  return rows.length < rowsAtATime ? null : (rows.at(-1)?.name ?? null);
};

const opened = (
  { sealer }: Pick<Io, "sealer">,
  { sealed, purpose }: { sealed: string; purpose: string },
): string | null => {
  try {
    return sealer.open(sealed, purpose);
  } catch {
    return null;
  }
};
