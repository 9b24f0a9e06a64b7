import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Why a real server cannot run here, in one line. */
export class CannotRunHere extends Error {
  override readonly name = "CannotRunHere";
}

const home = join(import.meta.dirname, "..", "..", "..", "..", ".data", "real-servers");

/** A download may take this long, ms; then the tests that need it are skipped. */
const patienceMs = 150_000;

const run = (file: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(file, [...args], { cwd, timeout: patienceMs, maxBuffer: 16 * 2 ** 20 });

/** A directory under `.data/` that `fill` filled once, whole or not at all. Throws CannotRunHere. */
export async function cached(name: string, fill: (directory: string) => Promise<void>): Promise<string> {
  const directory = join(home, name);
  if (existsSync(directory)) return directory;
  const fresh = `${directory}.new-${process.pid}`;
  try {
    await mkdir(fresh, { recursive: true });
    await fill(fresh);
    await rename(fresh, directory);
  } catch (error) {
    if (!existsSync(directory)) throw new CannotRunHere(`${name}: ${lastLine(error)}`, { cause: error });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return directory;
}

/**
 * Unpacks packages of Debian without installing them: nothing outside `directory` changes, and no root is needed. Debian
 * keeps no older versions, so the release decides which ones come.
 */
export async function unpackDebian(names: readonly string[], directory: string): Promise<void> {
  const libraries = await missingLibraries(names, directory).catch(async (error: unknown) => {
    // A fresh system has no lists of packages yet, and only root may fetch them.
    if (process.getuid?.() !== 0) throw error;
    await run("apt-get", ["update", "-qq"], directory);
    return missingLibraries(names, directory);
  });
  const wanted = [...libraries, ...names];
  await run("apt-get", ["download", "-q", ...wanted], directory);
  for (const file of await readdir(directory)) {
    if (!file.endsWith(".deb")) continue;
    await run("dpkg", ["-x", file, "."], directory);
    await rm(join(directory, file));
  }
}

/** The libraries that these packages need and the system lacks. */
async function missingLibraries(names: readonly string[], directory: string): Promise<string[]> {
  const simulate = ["install", "--print-uris", "-qq", "-y", "--no-install-recommends", "-o", "Debug::NoLocking=1"];
  const { stdout } = await run("apt-get", [...simulate, ...names], directory);
  const found = stdout.split("\n").flatMap((line) => /' (lib[^_]+)_/.exec(line)?.[1] ?? []);
  return found.filter((name) => !names.includes(name) && !/^lib(?:apache|apr|js-)/.test(name));
}

/** One file of a package of npm, whose archive has to have this digest (`sha512-…`, as the registry names it). */
export async function unpackFromNpm(
  { spec, integrity, path }: { spec: string; integrity: string; path: string },
  directory: string,
): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--silent", spec], directory);
  const archive = join(directory, stdout.trim().split("\n").at(-1) ?? "");
  const digest = `sha512-${createHash("sha512")
    .update(await readFile(archive))
    .digest("base64")}`;
  if (digest !== integrity) throw new Error(`${spec} is not the archive that was expected`);
  await run("tar", ["-xzf", archive, `package/${path}`], directory);
  await rm(archive);
  return join(directory, "package", path);
}

/** Packages of npm and what they need, without running anything that they bring. */
export async function installFromNpm(
  wanted: { dependencies: Readonly<Record<string, string>>; overrides: Readonly<Record<string, string>> },
  directory: string,
): Promise<void> {
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, ...wanted }));
  const quietly = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...quietly], directory);
}

const lastLine = (error: unknown): string => {
  const text = error instanceof Error && "stderr" in error && error.stderr ? String(error.stderr) : String(error);
  // npm ends by saying where its log lies, which says nothing of the reason.
  const lines = text.trim().split("\n");
  return lines.findLast((line) => !line.includes("A complete log of this run")) ?? "";
};

/** The server, or null with the reason printed: whoever reads the run sees what was left out. */
export async function whereItRuns<Server>(title: string, start: () => Promise<Server>): Promise<Server | null> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof CannotRunHere)) throw error;
    process.stderr.write(`skipped: ${title}: ${error.message}\n`);
    return null;
  }
}
