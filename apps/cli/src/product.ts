import { createRequire } from "node:module";
import { join } from "node:path";
import type { DemoSignIn } from "@headroom/services";
import type { Program } from "./process-group.ts";

/** What a start needs to know of the product; tests hand in a tiny one. */
export type Product = {
  build(env: NodeJS.ProcessEnv): Program;
  web(options: { port: number; host: string; env: NodeJS.ProcessEnv }): Program;
  worker(env: NodeJS.ProcessEnv): Program;
  /** Fills an empty database; returns the sign-ins of the demo agency if there is one. */
  seedDemo(options: { url: string; now: Date; log: (line: string) => void }): Promise<{ signIns: DemoSignIn[] }>;
};

/**
 * A small nursery for young objects, in MB for each half, and a heap that grows by four fifths at most between collections: work
 * that streams, as previews do, then holds half the memory at its peak (230 MB for 485) and takes a tenth longer.
 */
export const workerFlags: readonly string[] = ["--max-semi-space-size=4", "--heap-growing-percent=80"];

export function headroom(root: string): Product {
  const webDirectory = join(root, "apps", "web");
  return {
    build: (env) => ({
      file: join(root, "node_modules", ".bin", "turbo"),
      args: ["run", "build", "--filter=@headroom/web", "--env-mode=loose", "--output-logs=errors-only"],
      cwd: root,
      // Part of what turbo hashes: a start and a test share one build.
      env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", TURBO_TELEMETRY_DISABLED: "1" },
    }),
    web: ({ port, host, env }) => ({
      file: process.execPath,
      args: [
        createRequire(join(webDirectory, "package.json")).resolve("next/dist/bin/next"),
        ...["start", "-p", String(port), "-H", host],
      ],
      cwd: webDirectory,
      env,
    }),
    worker: (env) => ({
      file: process.execPath,
      args: [...workerFlags, join(root, "apps", "worker", "src", "main.ts")],
      cwd: root,
      env,
    }),
    // Loaded when needed: a refusal should not wait for it.
    seedDemo: async (options) => (await import("@headroom/services")).seedDemo(options),
  };
}
