import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startTestDatabase } from "@headroom/db/testing";
import { findChromium } from "../chromium.ts";
import type { Context } from "../context.ts";
import { readSettings, serviceEnv } from "../env.ts";
import { signInNetworks, startNetworks } from "../networks/start-networks.ts";
import { findFreePort } from "../ports.ts";
import { startGroup } from "../process-group.ts";
import { newSecrets } from "../secrets.ts";
import { describeEnding, waitUntilReady } from "../supervise.ts";
import { add, leftOut, oneFailed, runProgram, type Tally } from "./step.ts";

type Options = { context: Context; serverUrl: string; reportDirectory: string };

const graceMs = 5_000;
const shownProductLines = 60;

/** The built product on a port and a database of its own, used by a real Chromium. */
export async function runJourneys({ context, serverUrl, reportDirectory }: Options): Promise<Tally> {
  const e2e = join(context.root, "apps", "e2e");
  if (globSync("{src,test}/**/*.{spec,test}.ts", { cwd: e2e }).length === 0)
    return leftOut("apps/e2e: no journeys yet");
  const chromium = await findChromium({
    root: context.root,
    explicitPath: context.env.CHROMIUM_PATH,
    searchPath: context.env.PATH ?? "",
  });
  const uploads = join(reportDirectory, "uploads");
  await mkdir(uploads, { recursive: true });
  const database = await startTestDatabase(serverUrl);
  const networks = await startNetworks({}, signInNetworks);
  try {
    const product = await startProduct(context, { databaseUrl: database.url, uploads, networks: networks.env });
    try {
      const report = join(reportDirectory, "journeys.json");
      await rm(report, { force: true });
      const { code, lines } = await runProgram(
        {
          file: process.execPath,
          args: [
            join(createRequire(join(e2e, "package.json")).resolve("@playwright/test/package.json"), "..", "cli.js"),
            "test",
          ],
          cwd: e2e,
          env: {
            ...product.env,
            NODE_ENV: "test",
            E2E_BASE_URL: product.baseUrl,
            PLAYWRIGHT_JSON_OUTPUT_FILE: report,
            CHROMIUM_PATH: chromium.path,
            CHROMIUM_LIBRARIES: chromium.libraries ?? "",
            FONTCONFIG_FILE: chromium.fontConfig,
          },
        },
        context,
      );
      const counted = existsSync(report) ? countPlaywright(JSON.parse(readFileSync(report, "utf8"))) : oneFailed;
      const tally = code !== 0 && counted.failed === 0 ? add(counted, oneFailed) : counted;
      if (tally.failed > 0) for (const line of [...lines, ...product.lastLines()]) context.print(`  ${line}`);
      return tally;
    } finally {
      await product.stop();
    }
  } finally {
    await networks.close();
    await database.stop();
  }
}

type Own = { databaseUrl: string; uploads: string; networks: Record<string, string> };

async function startProduct({ env, product, interrupts }: Context, { networks, ...own }: Own) {
  const port = await findFreePort();
  const settings = readSettings({
    PORT: String(port),
    HEADROOM_ALLOWED_PRIVATE_HOSTS: "127.0.0.1,localhost",
    LOG_LEVEL: "warn",
  });
  const { HEADROOM_ALLOWED_PRIVATE_HOSTS: _, ...standIns } = networks;
  const services = { ...env, ...serviceEnv(settings, { ...own, ...newSecrets() }), ...standIns };
  const lines: string[] = [];
  const web = startGroup(product.web({ port, host: settings.host, env: services }), (line) =>
    lines.push(`web    | ${line}`),
  );
  const worker = startGroup(product.worker(services), (line) => lines.push(`worker | ${line}`));
  const stop = async () => {
    await Promise.all([web.stop(graceMs), worker.stop(graceMs)]);
  };
  let isOver = false;
  for (const [name, group] of Object.entries({ web, worker })) {
    group.ended.then((ending) => {
      lines.push(`${name} ended ${describeEnding(ending)}`);
      isOver ||= name === "web";
    });
  }
  const isReady = await waitUntilReady(`http://127.0.0.1:${port}/api/health`, () => isOver || interrupts.stop.aborted);
  if (!isReady) {
    await stop();
    throw new Error(["the product does not answer for the journeys:", ...lines.slice(-shownProductLines)].join("\n  "));
  }
  return { baseUrl: settings.authUrl, env: services, lastLines: () => lines.slice(-shownProductLines), stop };
}

/** Flaky means failed once: there are no retries that could hide a race. */
export function countPlaywright(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors?: unknown[];
}): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
