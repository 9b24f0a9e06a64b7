import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Binaries, findBinaries } from "./binaries.ts";
import { EmbeddedUnavailable } from "./embedded-unavailable.ts";

export type RunUser = { name: string; uid: number; gid: number };

/** Where PostgreSQL's programs and data lie and who runs them; `user` is set only when we are root. */
export type Place = { bin: string; dataDir: string; user: RunUser | undefined };

type Wish = { dataDir: string; systemDir: string; log: (line: string) => void };

const askForDatabaseUrl = "Set DATABASE_URL, for example DATABASE_URL=postgres://user:password@localhost:5432/headroom";

/** PostgreSQL refuses to run as root, so root lends it an unprivileged user and a place that user can reach. */
export async function findPlace({ dataDir, systemDir, log }: Wish): Promise<Place> {
  const binaries = findBinaries();
  await makeParent(dataDir);
  if (process.getuid?.() !== 0) {
    refuseForeignData(dataDir);
    return { bin: join(binaries.root, "bin"), dataDir, user: undefined };
  }
  const user = ownerOf(dataDir) ?? unprivilegedUser();
  if (user === undefined) {
    throw new EmbeddedUnavailable(
      `PostgreSQL refuses to run as root and this system has neither a "postgres" nor a "nobody" user. ${askForDatabaseUrl}`,
    );
  }
  if (canReach(user, join(binaries.root, "bin", "postgres"), dirname(dataDir))) {
    return { bin: join(binaries.root, "bin"), dataDir, user };
  }
  const moved = join(systemDir, createHash("sha256").update(dataDir).digest("hex").slice(0, 12), "postgres");
  try {
    const bin = await copyBinaries(binaries, systemDir);
    await mkdir(dirname(moved), { recursive: true, mode: 0o755 });
    if (!canReach(user, join(bin, "postgres"), dirname(moved))) throw new Error("not reachable");
    log(`The user ${user.name} cannot reach ${dirname(dataDir)}; PostgreSQL's data is kept in ${moved}`);
    return { bin, dataDir: moved, user };
  } catch {
    throw new EmbeddedUnavailable(
      `PostgreSQL refuses to run as root and the user ${user.name} can reach neither ${dirname(dataDir)} nor ${systemDir}. ${askForDatabaseUrl}`,
    );
  }
}

async function makeParent(dataDir: string): Promise<void> {
  try {
    await mkdir(dirname(dataDir), { recursive: true });
  } catch (error) {
    throw new EmbeddedUnavailable(
      `Cannot create ${dirname(dataDir)} (${error instanceof Error ? error.message : error}). ${askForDatabaseUrl}`,
    );
  }
}

function refuseForeignData(dataDir: string): void {
  if (!existsSync(dataDir) || process.getuid === undefined) return;
  const owner = statSync(dataDir).uid;
  if (owner === process.getuid()) return;
  throw new EmbeddedUnavailable(
    `${dataDir} belongs to user ${nameOf(owner) ?? owner}, who started Headroom here before. Start it as that user or as root, or set DATABASE_URL`,
  );
}

function ownerOf(dataDir: string): RunUser | undefined {
  if (!existsSync(dataDir)) return undefined;
  const { uid } = statSync(dataDir);
  return uid === 0 ? undefined : accounts().find((account) => account.uid === uid);
}

const unprivilegedUser = (): RunUser | undefined =>
  ["postgres", "nobody"].map((name) => accounts().find((account) => account.name === name)).find(Boolean);

const nameOf = (uid: number): string | undefined => accounts().find((account) => account.uid === uid)?.name;

function accounts(): RunUser[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter(([, , uid]) => uid !== undefined && Number(uid) > 0)
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Asked of the kernel as that user: permission bits alone miss access lists and mounts. */
function canReach(user: RunUser, program: string, directory: string): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", '"$1" --version && cd "$2"', "sh", program, directory], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
    env: { LC_ALL: "C" },
    stdio: "ignore",
  });
  return status === 0;
}

async function copyBinaries({ root, version }: Binaries, systemDir: string): Promise<string> {
  const target = join(systemDir, `postgresql-${version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    await mkdir(systemDir, { recursive: true, mode: 0o755 });
    await cp(root, unfinished, { recursive: true, verbatimSymlinks: true });
    await openToReaders(unfinished);
    await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return join(target, "bin");
}

/** An install under a strict umask leaves files that only root may read. */
async function openToReaders(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToReaders(path);
    else if (entry.isFile()) await chmod(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
