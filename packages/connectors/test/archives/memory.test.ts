import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const script = fileURLToPath(new URL("./measure-memory.ts", import.meta.url));
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "large-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const outcome = z.object({ posts: z.number(), peakMegabytes: z.number(), megabytes: z.number() });

it.each([
  ["outbox", 119_000],
  ["wxr", 49_000],
  ["csv", 380_000],
])(
  "a file of 200 MB is read within 300 MB of memory: %s",
  async (format, atLeast) => {
    await run(process.execPath, [script, "write", format, folder]);
    const { stdout } = await run(process.execPath, [script, "preview", format, folder]);
    const { posts, peakMegabytes, megabytes } = outcome.parse(JSON.parse(stdout));
    expect(megabytes).toBeGreaterThanOrEqual(200);
    expect(posts).toBeGreaterThan(atLeast);
    expect(peakMegabytes).toBeLessThan(300);
  },
  60_000,
);
