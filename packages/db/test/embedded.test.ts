import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EmbeddedUnavailable, identityOf, startEmbedded } from "../src/embedded/index.ts";
import { isAlive, waitForExit } from "../src/embedded/processes.ts";

const isRoot = process.getuid?.() === 0;
let home: string;
let dataDir: string;
const holders: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "headroom-embedded-"));
  chmodSync(home, 0o755);
  dataDir = join(home, "postgres");
});

afterEach(async () => {
  for (const holder of holders.splice(0)) await release(holder);
  expect(serversIn(home), "no server is left").toEqual([]);
  await rm(home, { recursive: true, force: true });
});

describe("the embedded PostgreSQL", { timeout: 60_000 }, () => {
  it("is created with UTF8, code point order, UTC and a password that only its user may read", async () => {
    const server = await startEmbedded({ dataDir });
    try {
      const [row] = await query(
        server.url,
        `select current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
                current_setting('fsync') as fsync, upper('é') as upper,
                (select string_agg(c, '' order by c) from unnest(array['b','A','a','B']) c) as sorted`,
      );
      expect(row).toEqual({ encoding: "UTF8", zone: "UTC", fsync: "on", upper: "É", sorted: "ABab" });
      const { mode } = statSync(join(dataDir, "headroom-password"));
      expect(mode & 0o777).toBe(0o600);
      await expect(query(server.url.replace(/:[^:@/]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
    } finally {
      await server.stop();
    }
  });

  it("keeps its data from one start to the next", async () => {
    const first = await startEmbedded({ dataDir, durable: false });
    await query(first.url, "create table kept (n int)");
    await first.stop();
    const second = await startEmbedded({ dataDir, durable: false });
    expect(await query(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await second.stop();
  });

  it("is shared with a second process and survives that one's stop", async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    const guest = hold(dataDir);
    expect(await told(guest)).toEqual({ url: server.url, shared: true, dataDir });
    await release(guest);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it("runs once when two processes start it at the same moment", async () => {
    const [left, right] = await Promise.all([told(hold(dataDir)), told(hold(dataDir))]);
    expect(left?.url).toBe(right?.url);
    expect([left?.shared, right?.shared].sort()).toEqual([false, true]);
  });

  it("ends by itself when its owner is killed with SIGKILL", async () => {
    const owner = hold(dataDir);
    await told(owner);
    const pid = postmasterPid();
    owner.kill("SIGKILL");
    expect(await waitForExit(pid, 5_000)).toBe(true);
  });

  it("starts again after the postmaster was killed with SIGKILL, with what was committed", async () => {
    const first = await startEmbedded({ dataDir });
    await query(first.url, "create table kept as select 7 as n");
    process.kill(postmasterPid(), "SIGKILL");
    const second = await startEmbedded({ dataDir });
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 7 }]);
    await second.stop();
    await first.stop();
  });

  it("starts again when the stale pid file names a stranger of the same user", async () => {
    await (await startEmbedded({ dataDir, durable: false })).stop();
    const { uid, gid } = statSync(dataDir);
    const stranger = spawn("sleep", ["60"], { uid, gid });
    try {
      writeFileSync(join(dataDir, "postmaster.pid"), `${stranger.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`);
      const server = await startEmbedded({ dataDir, durable: false });
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
      await server.stop();
    } finally {
      stranger.kill();
    }
  });

  it("does not join a server that is going down", async () => {
    await (await startEmbedded({ dataDir, durable: false })).stop();
    const dying = spawn("/bin/sh", ["-c", "sleep 1; :", "postgres", dataDir]);
    const owner = identityOf(process.pid);
    writeFileSync(join(dataDir, "postmaster.pid"), `${dying.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n1 1\nready\n`);
    writeFileSync(`${dataDir}.json`, JSON.stringify({ owner, pid: dying.pid, port: 1 }));
    const server = await startEmbedded({ dataDir, durable: false });
    expect(server.shared).toBe(false);
    await server.stop();
  });

  it("takes over a server whose owner is gone", async () => {
    const owner = hold(dataDir);
    await told(owner);
    writeFileSync(
      `${dataDir}.json`,
      JSON.stringify({ owner: { pid: 1, startedAt: "never" }, pid: postmasterPid(), port: 1 }),
    );
    const lines: string[] = [];
    const server = await startEmbedded({ dataDir, durable: false, log: (line) => lines.push(line) });
    expect(server.shared).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/left running/)]);
    await server.stop();
  });

  it("names a data directory made by another major version", async () => {
    await (await startEmbedded({ dataDir, durable: false })).stop();
    writeFileSync(join(dataDir, "PG_VERSION"), "9\n");
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/made by PostgreSQL 9 .* set DATABASE_URL$/);
  });

  it.runIf(isRoot)("runs under an unprivileged user for root, and for an ordinary user under that one", async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    expect(statSync(`/proc/${postmasterPid()}`).uid).not.toBe(0);
    await server.stop();
    const open = join(home, "open", "postgres");
    const nobody = hold(open, { user: 65_534 });
    expect(await told(nobody)).toMatchObject({ error: expect.stringMatching(/Cannot create .* DATABASE_URL/) });
    chmodSync(home, 0o777);
    expect(await told(hold(open, { user: 65_534 }))).toMatchObject({ shared: false, dataDir: open });
    expect(statSync(open).uid).toBe(65_534);
    expect(await told(hold(dataDir, { user: 65_534 }))).toMatchObject({
      error: expect.stringMatching(/belongs to user/),
    });
  });

  it.runIf(isRoot)(
    "moves to a directory of ours when root's user cannot reach the checkout, and says where",
    async () => {
      chmodSync(home, 0o700);
      const systemDir = mkdtempSync(join(tmpdir(), "headroom-system-"));
      chmodSync(systemDir, 0o755);
      const lines: string[] = [];
      try {
        const server = await startEmbedded({ dataDir, systemDir, durable: false, log: (line) => lines.push(line) });
        expect(server.dataDir.startsWith(systemDir)).toBe(true);
        expect(lines).toEqual([expect.stringContaining(server.dataDir)]);
        await server.stop();
        chmodSync(systemDir, 0o700);
        const denied = startEmbedded({ dataDir, systemDir });
        await expect(denied).rejects.toThrow(EmbeddedUnavailable);
        await expect(denied).rejects.toThrow(/^PostgreSQL refuses to run as root .* Set DATABASE_URL, for example/);
      } finally {
        await rm(systemDir, { recursive: true, force: true });
      }
    },
  );
});

function hold(directory: string, { user }: { user?: number } = {}): ChildProcess {
  const script = join(import.meta.dirname, "embedded-holder.ts");
  const holder = spawn(process.execPath, [script, directory], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: dirname(script),
    ...(user !== undefined && { uid: user, gid: user }),
  });
  holders.push(holder);
  return holder;
}

async function told(holder: ChildProcess): Promise<Record<string, unknown>> {
  let text = "";
  if (holder.stdout === null) throw new Error("the holder speaks through a pipe");
  for await (const chunk of holder.stdout) {
    text += chunk;
    if (text.endsWith("\n")) break;
  }
  return JSON.parse(text);
}

async function release(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  holder.stdin?.end();
  await once(holder, "exit");
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

const postmasterPid = (): number => Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]);

function serversIn(directory: string): string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && isAlive(Number(pid)))
    .map(commandOf)
    .filter((command) => command.includes("bin/postgres") && command.includes(directory));
}

/** Empty for a process that ended while we looked. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
