import { assertPoliciesBind, connect } from "@headroom/db";
import { startEmbedded } from "@headroom/db/embedded";
import { migrate, SchemaNewerThanCode } from "@headroom/db/migrate";
import { Refusal } from "./refusal.ts";

export type OpenDatabase = {
  url: string;
  /** Resolves when our embedded server is gone, asked or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

type Options = { databaseUrl: string | undefined; dataDir: string; log: (line: string) => void };

/** The PostgreSQL of DATABASE_URL, else the embedded one; migrated, and refused when it would not keep tenants apart. */
export async function openDatabase({ databaseUrl, dataDir, log }: Options): Promise<OpenDatabase> {
  if (databaseUrl !== undefined) {
    await bringUpToDate(databaseUrl, log);
    return { url: databaseUrl, ended: new Promise(() => {}), stop: async () => {} };
  }
  const server = await startEmbedded({ dataDir, log });
  try {
    await bringUpToDate(server.url, log);
    return { url: server.url, ended: server.ended, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export async function bringUpToDate(url: string, log: (line: string) => void): Promise<void> {
  try {
    await migrate(url, { log });
    await withDatabase(url, assertPoliciesBind);
  } catch (error) {
    if (error instanceof SchemaNewerThanCode) throw new Refusal(error.message);
    throw new Refusal(`${describeFailure(url, error)}`);
  }
}

async function withDatabase<T>(url: string, work: (db: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const db = connect({ url, maxConnections: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be looked up",
  ETIMEDOUT: "no answer in time",
  CONNECT_TIMEOUT: "no answer in time",
  CONNECTION_CLOSED: "the connection was cut",
  CONNECTION_ENDED: "the connection was cut",
  "28P01": "the user or the password is wrong",
  "28000": "the user may not sign in",
  "3D000": "the database does not exist",
  "53300": "it has no connection left",
  "57P03": "it is starting up or shutting down",
};

/** One line that says where and why, never with the password. */
export function describeFailure(url: string, error: unknown): string {
  const { hostname, port, pathname, username } = new URL(url);
  const root = rootCause(error);
  const code = typeof root === "object" && root !== null && "code" in root ? String(root.code) : "";
  const place = `${hostname}:${port || "5432"} (database ${decodeURIComponent(pathname.slice(1)) || username}, user ${decodeURIComponent(username)})`;
  const reason = unreachable[code];
  if (reason !== undefined) return `Cannot use PostgreSQL at ${place}: ${reason}. Check DATABASE_URL`;
  const message = root instanceof Error ? root.message : String(root);
  return `PostgreSQL at ${place} could not be prepared: ${withoutPassword(url, message.replaceAll(/\s*\n\s*/g, " "))}`;
}

function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootCause(error.cause) : error;
}

function withoutPassword(url: string, text: string): string {
  const { password } = new URL(url);
  return password === "" ? text : text.replaceAll(password, "***").replaceAll(decodeURIComponent(password), "***");
}
