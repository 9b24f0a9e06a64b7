import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { EmbeddedUnavailable } from "./embedded-unavailable.ts";
import type { Place } from "./place.ts";

export const superuser = "headroom";
const passwordFile = "headroom-password";

/** Creates the cluster if there is none; an interrupted creation never leaves half a cluster behind. */
export async function ensureCluster(place: Place, durable: boolean): Promise<void> {
  if (existsSync(join(place.dataDir, "PG_VERSION"))) return refuseOtherMajor(place);
  const fresh = `${place.dataDir}.new-${process.pid}`;
  const password = `${fresh}.password`;
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
    if (place.user !== undefined) {
      await chown(fresh, place.user.uid, place.user.gid);
      await chown(password, place.user.uid, place.user.gid);
    }
    await initdb(place, { directory: fresh, password, durable });
    await rename(password, join(fresh, passwordFile));
    await chmod(join(fresh, passwordFile), 0o600);
    await rename(fresh, place.dataDir);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(password, { force: true });
  }
}

export async function readPassword(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, passwordFile), "utf8")).trim();
}

async function initdb(place: Place, to: { directory: string; password: string; durable: boolean }): Promise<void> {
  // The builtin provider sorts by code point on every platform alike; an index made here stays right after a system upgrade.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${superuser}`, "--auth=scram-sha-256", `--pwfile=${to.password}`];
  const speed = to.durable ? [] : ["--no-sync"];
  try {
    await promisify(execFile)(
      join(place.bin, "initdb"),
      [`--pgdata=${to.directory}`, ...locale, ...access, ...speed, "--no-instructions"],
      { cwd: "/", env: { LC_ALL: "C" }, ...(place.user && { uid: place.user.uid, gid: place.user.gid }) },
    );
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? lastLine(String(error.stderr)) : String(error);
    throw new EmbeddedUnavailable(`The embedded PostgreSQL could not be created in ${place.dataDir}: ${reason}`);
  }
}

async function refuseOtherMajor(place: Place): Promise<void> {
  const made = (await readFile(join(place.dataDir, "PG_VERSION"), "utf8")).trim();
  const { stdout } = await promisify(execFile)(join(place.bin, "postgres"), ["--version"], { env: { LC_ALL: "C" } });
  const ours = /(\d+)/.exec(stdout)?.[1];
  if (made !== ours) {
    throw new EmbeddedUnavailable(
      `${place.dataDir} was made by PostgreSQL ${made} and this version of Headroom brings ${ours}. Move the directory away, or serve it with PostgreSQL ${made} and set DATABASE_URL`,
    );
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
