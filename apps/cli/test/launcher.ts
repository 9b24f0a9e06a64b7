import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export type Launched = {
  child: ChildProcess;
  output(): string;
  /** Resolves once the output holds the text; rejects when the process ended without it. */
  says(text: string | RegExp): Promise<string>;
  ends(): Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>;
};

const pollMs = 20;
const patienceMs = 30_000;

export function launch(
  file: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Launched {
  // The surroundings of the test run are not those of the product.
  const { DATABASE_URL, AUTH_SECRET, TEST_DATABASE_URL, NODE_ENV, PORT, ...inherited } = process.env;
  const child = spawn(file, args, {
    cwd: options.cwd ?? "/",
    env: { ...inherited, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  let isClosed = false;
  closed.then(() => {
    isClosed = true;
  });
  return {
    child,
    output: () => text,
    says: async (wanted) => {
      for (const until = performance.now() + patienceMs; ; await sleep(pollMs)) {
        if (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text)) return text;
        if (isClosed || performance.now() > until) throw new Error(`never said ${wanted}:\n${text}`);
      }
    },
    ends: async () => ({ ...(await closed), output: text }),
  };
}

/** Commands of all processes that mention the text, zombies aside. */
export function processesOf(text: string): string[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && existsSync(`/proc/${pid}/environ`))
    .map((pid) => describe(pid))
    .filter((process) => process.all.includes(text))
    .map((process) => process.command);
}

/** Those that outlive fifteen seconds of waiting: they are ended, so that a failing test harms no other, and told. */
export async function noProcessOf(text: string): Promise<string[]> {
  for (const until = performance.now() + 15_000; performance.now() < until; await sleep(pollMs)) {
    if (processesOf(text).length === 0) return [];
  }
  const left = processesOf(text);
  for (const process of left) kill(Number.parseInt(process, 10));
  return left;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone meanwhile.
  }
}

function describe(pid: string): { command: string; all: string } {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    return { command: `${pid} ${command}`, all: command + environment };
  } catch {
    return { command: pid, all: "" };
  }
}
