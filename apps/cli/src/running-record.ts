import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { identityOf, isSameProcess, type ProcessIdentity } from "@headroom/db/embedded";

export type Running = { url: string; process: ProcessIdentity };
export type Claim = { claimed: true; release(): void } | { claimed: false; running: Running };

/** One Headroom per embedded database: claims the checkout, or tells who holds it. A record left by a killed one does not count. */
export function claimCheckout(file: string, url: string): Claim {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    if (tryWrite(file, url)) return { claimed: true, release: () => rmSync(file, { force: true }) };
    const running = read(file);
    if (running !== undefined && isSameProcess(running.process)) return { claimed: false, running };
    rmSync(file, { force: true });
  }
}

function tryWrite(file: string, url: string): boolean {
  const record: Running = { url, process: identityOf(process.pid) ?? { pid: process.pid, startedAt: "unknown" } };
  try {
    writeFileSync(file, JSON.stringify(record), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Only files that this module wrote are read; one that is torn by a crash counts as absent. */
function read(file: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Running;
  } catch {
    return undefined;
  }
}
