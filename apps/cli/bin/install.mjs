import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const pnpm = "pnpm@12.21.0";
const lockPollMs = 500;

/** Where turbo finds a `pnpm`, which nobody has to install by hand. */
export const shimDirectory = (root) => join(root, "node_modules", ".headroom", "bin");

/** Installs what the lockfile says; once that is done, needs neither network nor time. */
export async function ensureInstalled({ root, run }) {
  if (isInstalled(root)) return;
  const unlock = await lock(root);
  try {
    if (!isInstalled(root)) await install({ root, run });
  } finally {
    unlock();
  }
}

async function install({ root, run }) {
  process.stdout.write("Installing dependencies …\n");
  const directory = join(root, ".data");
  const logFile = join(directory, "install.log");
  const output = openSync(logFile, "w", 0o644);
  // npx keeps pnpm in a place of its own choosing; the command asks where, so that turbo can call it without npx.
  const script = `command -v pnpm > "${join(directory, "pnpm-path")}" && pnpm install --frozen-lockfile --config.confirm-modules-purge=false`;
  const code = await run({
    file: process.platform === "win32" ? "npx.cmd" : "npx",
    args: ["--yes", `--package=${pnpm}`, "-c", script],
    env: { ...process.env, CI: "true" },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  if (code !== 0) {
    process.stderr.write(readFileSync(logFile, "utf8"));
    throw new Error(
      `The dependencies could not be installed (npx ${pnpm} ended with ${code}). Is the npm registry in reach?`,
    );
  }
  const path = readFileSync(join(directory, "pnpm-path"), "utf8").trim();
  rmSync(join(directory, "pnpm-path"));
  mkdirSync(shimDirectory(root), { recursive: true });
  writeFileSync(
    join(shimDirectory(root), "pnpm"),
    `#!/bin/sh\n[ -x "${path}" ] && exec "${path}" "$@"\nexec npx --yes ${pnpm} "$@"\n`,
    { mode: 0o755 },
  );
  recordInstalled(root);
}

export function recordInstalled(root) {
  mkdirSync(dirname(recordOf(root)), { recursive: true });
  writeFileSync(recordOf(root), fingerprint(root));
}

const recordOf = (root) => join(root, "node_modules", ".headroom", "installed");

function isInstalled(root) {
  const record = recordOf(root);
  return existsSync(record) && readFileSync(record, "utf8") === fingerprint(root);
}

/** A checkout that moved, or is shared by two kinds of machine, is installed anew: binaries and links differ. */
function fingerprint(root) {
  const hash = createHash("sha256");
  hash.update(`${root} ${process.platform} ${process.arch}\n`);
  for (const name of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.cjs"])
    hash.update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

/** Two commands in one fresh checkout must not install at the same time. */
async function lock(root) {
  const path = join(root, ".data", "install.lock");
  mkdirSync(join(root, ".data"), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw new Error(`Cannot write ${path}: ${error.message}`);
    }
    if (!isAlive(Number(readFileSync(path, "utf8")))) rmSync(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, lockPollMs));
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
