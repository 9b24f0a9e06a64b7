import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CannotRunHere, cached, installFromNpm } from "./cached-download.ts";

const startedSchema = z.object({ url: z.string(), did: z.string(), handle: z.string(), appPassword: z.string() });

/** A personal data server with one account. */
export interface RealPds extends z.infer<typeof startedSchema> {
  close: () => Promise<void>;
}

/** The server may take this long to start, ms. */
const patienceMs = 60_000;

/**
 * A real personal data server of the AT Protocol on loopback, with files of its own, gone when it is closed; it ends with the
 * tests even when they are killed. It has no views of app.bsky: those are the AppView's. Throws CannotRunHere.
 */
export async function startPds(): Promise<RealPds> {
  const packages = await cached("atproto-1", (directory) =>
    installFromNpm(
      {
        dependencies: { "@atproto/pds": "0.5.35" },
        // 12.x aborts at random on Node 24.19 and newer.
        overrides: { "better-sqlite3": "13.2.0" },
      },
      directory,
    ),
  );
  const files = await mkdtemp(join(tmpdir(), "headroom-pds-"));
  const server = spawn(process.execPath, [join(import.meta.dirname, "atproto-pds.mjs"), packages, files], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const close = async () => {
    server.stdin.end();
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    await rm(files, { recursive: true, force: true });
  };
  try {
    return { ...(await started(server)), close };
  } catch (error) {
    server.kill();
    await close();
    throw new CannotRunHere(`the personal data server does not start: ${String(error).split("\n")[0]}`, {
      cause: error,
    });
  }
}

/** What the server says of itself once it is up. */
async function started({ stdout, stderr }: ChildProcess): Promise<z.infer<typeof startedSchema>> {
  if (stdout === null || stderr === null) throw new Error("the server has no output");
  let complaint = "";
  stderr.on("data", (text) => {
    complaint = `${complaint}${String(text)}`.slice(-2_000);
  });
  const lines = createInterface({ input: stdout, signal: AbortSignal.timeout(patienceMs) });
  for await (const line of lines) if (line.startsWith("{")) return startedSchema.parse(JSON.parse(line));
  throw new Error(complaint.split("\n").find((line) => line.includes("Error")) ?? "it ended without a word");
}
