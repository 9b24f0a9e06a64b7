import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedUnavailable } from "./embedded-unavailable.ts";
import { identityOf, isSameProcess, type ProcessIdentity } from "./processes.ts";

/** Who started the server on this data directory and will stop it: `<dataDir>.json`. */
export type Ownership = { owner: ProcessIdentity; pid: number; port: number };

const lockPatienceMs = 90_000;

export function readOwnership(dataDir: string): Ownership | undefined {
  return readJson<Ownership>(`${dataDir}.json`);
}

export function writeOwnership(dataDir: string, server: { pid: number; port: number }): void {
  const record: Ownership = { owner: ourselves(), ...server };
  writeFileSync(`${dataDir}.json`, JSON.stringify(record), { mode: 0o600 });
}

export function forgetOwnership(dataDir: string): void {
  rmSync(`${dataDir}.json`, { force: true });
}

/** One process at a time creates or starts the server of a data directory; a lock left by a killed one is taken over. */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const path = `${dataDir}.lock`;
  for (const until = performance.now() + lockPatienceMs; !tryLock(path); await sleep(50)) {
    if (performance.now() > until) {
      throw new EmbeddedUnavailable(
        `Another process has been starting the PostgreSQL in ${dataDir} for too long (${path})`,
      );
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(ourselves()), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw new EmbeddedUnavailable(`Cannot write ${path}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const holder = readJson<ProcessIdentity>(path);
  if (holder !== undefined && !isSameProcess(holder)) rmSync(path, { force: true });
  return false;
}

function ourselves(): ProcessIdentity {
  return identityOf(process.pid) ?? { pid: process.pid, startedAt: "unknown" };
}

/** Only files that this module wrote are read; one that is torn by a crash counts as absent. */
function readJson<T>(path: string): T | undefined {
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
  } catch {
    return undefined;
  }
}
