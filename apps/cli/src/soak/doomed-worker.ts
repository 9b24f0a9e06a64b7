import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Database, sql } from "@headroom/db";
import type { Outside } from "./soak-io.ts";

const child = fileURLToPath(new URL("./soak-child.ts", import.meta.url));

export interface DoomedWorker {
  /** Ends the process between two instructions; returns how many pieces of work were under way then, anybody's. */
  kill: () => Promise<number>;
  /** For a soak that ends early. */
  end: () => void;
}

/** A worker of its own process, on a clock that began with ours and has not been put ahead. */
export const startDoomedWorker = (
  db: Database,
  told: { begunAt: number; outside: Outside; seed: number },
): DoomedWorker => {
  const worker = spawn(process.execPath, [child, JSON.stringify({ url: db.url, ...told })], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise<void>((resolve) => worker.once("close", () => resolve()));
  return {
    kill: async () => {
      if (worker.exitCode !== null) throw new Error(`the worker had ended by itself with ${worker.exitCode}`);
      worker.kill("SIGKILL");
      await ended;
      const [row] = await db.global.execute<{ n: number }>(
        sql`select count(*)::int as n from due_work where leased_until is not null`,
      );
      return row?.n ?? 0;
    },
    end: () => worker.kill("SIGKILL"),
  };
};
