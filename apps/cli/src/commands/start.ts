import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DemoSignIn } from "@headroom/services";
import { runBuild } from "../build.ts";
import type { Command, Context } from "../context.ts";
import { openDatabase } from "../database.ts";
import { readSettings, type Settings, serviceEnv } from "../env.ts";
import { untilStopped } from "../interrupts.ts";
import { startNetworks } from "../networks/start-networks.ts";
import { requireFreePort } from "../ports.ts";
import { Refusal } from "../refusal.ts";
import { claimCheckout } from "../running-record.ts";
import { findSecrets } from "../secrets.ts";
import { supervise } from "../supervise.ts";

export const start: Command = {
  summary: "run Headroom: database, demo agency, web and worker (--port 3001, --host 0.0.0.0, --no-demo, --networks)",
  run: async (context) => {
    const flags = readFlags(context.args);
    const settings = readSettings(context.env, flags);
    if (settings.databaseUrl !== undefined) return run(context, settings, flags);
    const claim = claimCheckout(join(context.dataHome, "running.json"), settings.authUrl);
    if (!claim.claimed) {
      const { url, process } = claim.running;
      context.print(`Headroom is already running at ${url} (process ${process.pid}); Ctrl-C there stops it`);
      return 0;
    }
    try {
      return await run(context, settings, flags);
    } finally {
      claim.release();
    }
  },
};

async function run(context: Context, settings: Settings, { demo, networks }: Flags): Promise<number> {
  const { dataHome, interrupts, print, product } = context;
  await requireFreePort(settings.port, settings.host);
  if (networks && settings.isProduction) throw new Refusal("--networks is for trying things out, not for production");
  const secrets = await findSecrets(settings, join(dataHome, "secrets.json"));
  const database = await openDatabase({
    databaseUrl: settings.databaseUrl,
    dataDir: join(dataHome, "postgres"),
    log: print,
  });
  const standIns = networks ? await startNetworks(context.env) : undefined;
  try {
    // The demo's passwords are printed for all to see: it never enters a production database by itself.
    const seeding =
      demo && !settings.isProduction
        ? product.seedDemo({ url: database.url, now: new Date(), log: print })
        : Promise.resolve({ signIns: [] });
    const [{ signIns }] = await Promise.all([untilStopped(seeding, interrupts.stop), runBuild(context)]);
    const uploads = join(dataHome, "uploads");
    await mkdir(settings.uploads ?? uploads, { recursive: true });
    const env = {
      ...context.env,
      ...serviceEnv(settings, { databaseUrl: database.url, uploads, ...secrets }),
      ...standIns?.env,
    };
    const wasAsked = await supervise({
      services: {
        web: product.web({ port: settings.port, host: settings.host, env }),
        worker: product.worker(env),
        healthUrl: `http://${reachable(settings.host)}:${settings.port}/api/health`,
      },
      interrupts,
      databaseEnded: database.ended,
      print,
      onReady: () => {
        greet(settings, signIns, print);
        if (standIns !== undefined) {
          print("Invented networks to connect to:");
          for (const line of standIns.lines) print(line);
        }
      },
    });
    return wasAsked ? 0 : 1;
  } finally {
    await standIns?.close();
    await database.stop();
  }
}

type Flags = {
  port?: string | undefined;
  host?: string | undefined;
  demo: boolean;
  /** Stand-ins take the place of the networks. */
  networks: boolean;
};

function readFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string" },
        "no-demo": { type: "boolean" },
        networks: { type: "boolean" },
      },
    });
    return { ...values, demo: values["no-demo"] !== true, networks: values.networks === true };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : error;
    throw new Refusal(`${reason} For example: npm start -- --port 3001`);
  }
}

function greet(settings: Settings, signIns: DemoSignIn[], print: (line: string) => void): void {
  print("");
  print(`Headroom runs at ${settings.authUrl}`);
  for (const { role, email, password } of signIns) print(`  ${role.padEnd(8)} ${email.padEnd(32)} ${password}`);
  print("Ctrl-C stops it.");
}

const anyAddress: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

function reachable(host: string): string {
  return anyAddress[host] ?? (host.includes(":") ? `[${host}]` : host);
}
