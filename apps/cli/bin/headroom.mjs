#!/usr/bin/env node
// Runs on every Node since 20.19, before anything is installed; the commands themselves run on Node 24 from npm.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, shimDirectory } from "./install.mjs";
import { watchParents } from "./watch-parents.mjs";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const [command = "help"] = process.argv.slice(2);
/** Longer than a clean stop may take: web and worker 10 s, PostgreSQL 20 s. */
const stopPatienceMs = 40_000;

let child;
let asked = 0;
let exitCode = 0;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
watchParents(() => stop("SIGTERM"));

try {
  refuseOldNode();
  await ensureInstalled({ root, run });
  if (asked === 0) exitCode = await runCommand();
} catch (error) {
  exitCode = asked > 0 ? 130 : 1;
  if (asked === 0) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  // The one who reads the verdict of `npm test` finds it in its last line, whatever happened.
  if (asked === 0 && command === "test") process.stdout.write("0 passed, 1 failed\n");
}
process.exitCode = exitCode;

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Headroom needs Node 20.19 or newer to start; this is ${process.version}. See https://nodejs.org`);
}

async function runCommand() {
  const node = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  const isNewEnough = Number(process.versions.node.split(".")[0]) >= 24;
  if (!existsSync(node) && !isNewEnough) {
    throw new Error(
      `Headroom runs on Node 24, which npm does not bring for ${process.platform}-${process.arch}; this is ${process.version}. Install Node 24`,
    );
  }
  const path = [shimDirectory(root), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  return run({
    file: existsSync(node) ? node : process.execPath,
    args: [join(root, "apps", "cli", "src", "main.ts"), ...process.argv.slice(2)],
    env: { ...process.env, PATH: path },
    // The channel tells the command when we are gone, even by SIGKILL.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** In a process group of its own: Ctrl-C in a terminal reaches us alone and is passed on exactly once. */
function run({ file, args, env = process.env, stdio }) {
  return new Promise((resolve, reject) => {
    child = spawn(file, args, { cwd: root, env, stdio, detached: true, shell: process.platform === "win32" });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      signalGroup(child, "SIGKILL");
      child = undefined;
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}

function stop(signal) {
  asked += 1;
  if (child === undefined) process.exit(130);
  const isCommand = child.channel !== undefined && child.channel !== null;
  if (isCommand) child.kill(signal);
  else signalGroup(child, "SIGTERM");
  setTimeout(() => child && signalGroup(child, "SIGKILL"), stopPatienceMs).unref();
}

function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of that group is left.
  }
}
