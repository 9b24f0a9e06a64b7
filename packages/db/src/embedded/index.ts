import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { ensureCluster, readPassword, superuser } from "./cluster.ts";
import { EmbeddedUnavailable } from "./embedded-unavailable.ts";
import { guardPostmaster } from "./guard.ts";
import { forgetOwnership, readOwnership, withStartLock, writeOwnership } from "./ownership.ts";
import { findPlace, type Place } from "./place.ts";
import { answers, disownStalePid, findPostmaster, launch, stopPostmaster } from "./postmaster.ts";
import { isSameProcess } from "./processes.ts";

export { EmbeddedUnavailable } from "./embedded-unavailable.ts";
export { identityOf, isSameProcess, type ProcessIdentity } from "./processes.ts";

export type EmbeddedOptions = {
  dataDir: string;
  log?: (line: string) => void;
  port?: number;
  /** `false` trades safety after a power cut for speed: tests only. */
  durable?: boolean;
  /** Where root keeps programs and data when the unprivileged user cannot reach `dataDir`. */
  systemDir?: string;
};

export type Embedded = {
  url: string;
  /** Where the data really lies; differs from the wish only for root in a closed directory. */
  dataDir: string;
  /** Another process started this server and will stop it; our `stop` leaves it alone. */
  shared: boolean;
  /** Resolves when a server of ours is gone, asked or not; never for a shared one. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

const database = "headroom";
const attempts = 50;
const retryMs = 200;

/** A real PostgreSQL on a free local port, created on first use; joins the one that another live process runs there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log = () => {}, systemDir = "/var/lib/headroom", durable = true } = options;
  const place = await findPlace({ dataDir: resolve(options.dataDir), systemDir, log });
  return withStartLock(place.dataDir, async () => {
    await ensureCluster(place, durable);
    const server = await joinOrLaunch(place, { port: options.port, durable, log });
    const url = urlOf(server.port, await readPassword(place.dataDir));
    try {
      await ensureDatabase(url);
    } catch (error) {
      await server.stop();
      throw new EmbeddedUnavailable(`The embedded PostgreSQL in ${place.dataDir} refuses us: ${messageOf(error)}`);
    }
    const { shared, ended, stop } = server;
    return { url: `${url}/${database}`, dataDir: place.dataDir, shared, ended, stop };
  });
}

type Server = Pick<Embedded, "shared" | "ended" | "stop"> & { port: number };
type Started = { pid: number; port: number; ended: Promise<void> };
type LaunchOptions = { port: number | undefined; durable: boolean; log: (line: string) => void };

async function joinOrLaunch(place: Place, options: LaunchOptions): Promise<Server> {
  let reason = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const running = findPostmaster(place.dataDir);
    if (running !== undefined) {
      const ownership = readOwnership(place.dataDir);
      if (ownership?.pid === running.pid && isSameProcess(ownership.owner)) {
        if (running.ready && (await answers(running.port))) {
          return { port: running.port, shared: true, ended: new Promise(() => {}), stop: async () => {} };
        }
        // It is on its way up or down: once it is gone we start our own.
        reason = `process ${running.pid} holds it but does not answer`;
        await sleep(retryMs);
        continue;
      }
      options.log("A PostgreSQL was left running by a process that is gone; restarting it");
      await stopPostmaster(running.pid);
    }
    disownStalePid(place.dataDir);
    const launched = await launch(place, options);
    if (launched.started) return own(place.dataDir, launched);
    reason = launched.reason;
    if (!launched.transient || options.port !== undefined) break;
    await sleep(retryMs);
  }
  throw new EmbeddedUnavailable(
    `The embedded PostgreSQL in ${place.dataDir} does not start: ${reason} (log: ${place.dataDir}.log)`,
  );
}

function own(dataDir: string, { pid, port, ended }: Started): Server {
  writeOwnership(dataDir, { pid, port });
  const guard = guardPostmaster(pid);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await stopPostmaster(pid);
    guard.release();
    forgetOwnership(dataDir);
  };
  return {
    port,
    shared: false,
    ended,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

const urlOf = (port: number, password: string): string => `postgres://${superuser}:${password}@127.0.0.1:${port}`;

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} });
  try {
    const [existing] = await sql`select 1 from pg_database where datname = ${database}`;
    if (existing === undefined) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
