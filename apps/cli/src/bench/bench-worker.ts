import { execFile, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { IoSettings } from "@headroom/services";
import { workerFlags } from "../product.ts";

const main = fileURLToPath(new URL("../../../worker/src/main.ts", import.meta.url));
const run = promisify(execFile);
const samplePauseMs = 1_000;

export interface BenchWorker {
  /** Lets so much time pass, ms; returns the memory that the worker held meanwhile, MB, once a second. */
  watch: (forMs: number) => Promise<number[]>;
  stop: () => Promise<void>;
}

/** The worker as it runs in production, in a process of its own. */
export const startBenchWorker = (databaseUrl: string, settings: IoSettings): BenchWorker => {
  const child = spawn(process.execPath, [...workerFlags, main], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      HEADROOM_SEAL_KEY: settings.sealKey,
      HEADROOM_UPLOADS: settings.uploadFolder,
      HEADROOM_ALLOWED_PRIVATE_HOSTS: settings.allowedPrivateHosts,
      HEADROOM_NETWORK_BASE_URLS: settings.networkBaseUrls,
      HEADROOM_LIMIT_FACTORS: settings.networkLimitFactors,
      HEADROOM_NETWORK_APPS: settings.networkApps,
      AUTH_URL: settings.publicUrl,
    },
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const held = async () => {
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
    const { stdout } = await run("ps", ["-o", "rss=", "-p", String(child.pid)]);
    return Number(stdout) / 1_024;
  };
  return {
    watch: async (forMs) => {
      const until = performance.now() + forMs;
      const megabytes: number[] = [];
      while (performance.now() < until) {
        megabytes.push(await held());
        await setTimeout(Math.min(samplePauseMs, Math.max(0, until - performance.now())));
      }
      return megabytes;
    },
    stop: () => {
      child.kill();
      return ended;
    },
  };
};
