import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "./place.ts";
import { commandOf, isAlive, sendSignal, waitForExit } from "./processes.ts";

export type Postmaster = { pid: number; port: number; ready: boolean };
export type Launch =
  | { started: true; pid: number; port: number; ended: Promise<void> }
  | { started: false; transient: boolean; reason: string };

const startPatienceMs = 60_000;
/** A fast shutdown writes a checkpoint; what takes longer is cut short and repaired from the log at the next start. */
const fastShutdownMs = 20_000;
const immediateShutdownMs = 5_000;
/** Larger than any pid a kernel hands out. */
const nobodysPid = 2_147_483_646;

/** The server that runs on this data directory, if any; a pid file that names a stranger is none. */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  const lines = readPidFile(dataDir);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !Number.isInteger(pid) || pid <= 0 || !isOurs(pid, dataDir)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

/**
 * After a reboot the pid in a stale file may belong to a stranger, and PostgreSQL would wait for that one forever.
 * Only the pid is rewritten: the shared memory key in the file still protects against survivors of a killed server.
 */
export function disownStalePid(dataDir: string): void {
  const lines = readPidFile(dataDir);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !isAlive(pid) || isOurs(pid, dataDir)) return;
  writeFileSync(join(dataDir, "postmaster.pid"), [nobodysPid, ...lines.slice(1)].join("\n"));
}

export async function launch(place: Place, options: { port?: number | undefined; durable: boolean }): Promise<Launch> {
  const port = options.port ?? (await freePort());
  const logFile = `${place.dataDir}.log`;
  const output = openSync(logFile, "w", 0o600);
  const child = spawn(join(place.bin, "postgres"), ["-D", place.dataDir, ...settings(port, options.durable)], {
    cwd: "/",
    // A session of its own: Ctrl-C in the terminal must reach us alone, so that we can stop the database last.
    detached: true,
    stdio: ["ignore", output, output],
    env: { LC_ALL: "C", PATH: "/usr/bin:/bin" },
    ...(place.user && { uid: place.user.uid, gid: place.user.gid }),
  });
  closeSync(output);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return (await isReady({ pid: child.pid, ended }, place.dataDir)) && child.pid !== undefined
    ? { started: true, pid: child.pid, port, ended }
    : explain(readFileSync(logFile, "utf8"));
}

export async function stopPostmaster(pid: number): Promise<void> {
  sendSignal(pid, "SIGINT");
  if (await waitForExit(pid, fastShutdownMs)) return;
  sendSignal(pid, "SIGQUIT");
  if (await waitForExit(pid, immediateShutdownMs)) return;
  sendSignal(pid, "SIGKILL");
  await waitForExit(pid, immediateShutdownMs);
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    // A socket's path has a length limit that a deep checkout exceeds.
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    // Our statements are short; compiling them costs more than it saves.
    jit: "off",
    fsync: durable ? "on" : "off",
    synchronous_commit: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

type Starting = { pid: number | undefined; ended: Promise<void> };

async function isReady({ pid, ended }: Starting, dataDir: string): Promise<boolean> {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  for (const until = performance.now() + startPatienceMs; !isOver && performance.now() < until; await sleep(20)) {
    const found = findPostmaster(dataDir);
    if (found?.ready && found.pid === pid) return true;
  }
  if (!isOver && pid !== undefined) await stopPostmaster(pid);
  return false;
}

function explain(log: string): Launch {
  const line = log.split("\n").find((each) => /FATAL|PANIC|error while loading/.test(each));
  const reason = line?.replace(/^.*?(FATAL|PANIC):\s*/, "") ?? "it did not start within a minute";
  // Survivors of a killed server need a moment to notice and leave.
  return { started: false, transient: /lock file|shared memory|could not (bind|create any)/.test(reason), reason };
}

function readPidFile(dataDir: string): string[] | undefined {
  const path = join(dataDir, "postmaster.pid");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n") : undefined;
}

function isOurs(pid: number, dataDir: string): boolean {
  const command = commandOf(pid);
  return command?.includes("postgres") === true && ` ${command} `.includes(` ${dataDir} `);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}
