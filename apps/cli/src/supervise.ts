import { setTimeout as sleep } from "node:timers/promises";
import type { Interrupts } from "./interrupts.ts";
import { type Ending, type ProcessGroup, type Program, startGroup } from "./process-group.ts";

export type Services = {
  web: Program;
  worker: Program;
  /** Answers 200 once web serves pages. */
  healthUrl: string;
};

export type Supervision = {
  services: Services;
  interrupts: Interrupts;
  databaseEnded: Promise<void>;
  print: (line: string) => void;
  onReady: () => void;
};

const graceMs = 10_000;
const readyPatienceMs = 120_000;
const readyPollMs = 150;
const keptLines = 20;
/** The worker is tried again after 1, 2, 4 … seconds; one that lived for a minute starts over at 1. */
const firstBackoffMs = 1_000;
const maxBackoffMs = 30_000;
const healthyAfterMs = 60_000;

/** Runs web and worker until we are asked to stop (true), or web or the database ends by itself (false). */
export async function supervise({
  services,
  interrupts,
  databaseEnded,
  print,
  onReady,
}: Supervision): Promise<boolean> {
  const lastLines: string[] = [];
  let isReady = false;
  const web = startGroup(services.web, (line, source) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    // What web says while it starts is of interest only if it fails, and then the last lines are printed.
    if (isReady || source === "stderr") print(`web    | ${line}`);
  });
  const worker = keepRunning(services.worker, print);
  interrupts.force.addEventListener("abort", () => {
    web.kill();
    worker.kill();
  });

  let ending: Ending | undefined;
  const webEnded = web.ended.then((each) => {
    ending = each;
  });
  const stopped = new Promise<void>((resolve) => {
    if (interrupts.stop.aborted) resolve();
    interrupts.stop.addEventListener("abort", () => resolve(), { once: true });
  });
  const ready = waitUntilReady(services.healthUrl, () => ending !== undefined || interrupts.stop.aborted).then(
    (yes) => {
      isReady = yes;
      if (yes) onReady();
      return yes;
    },
  );
  const gaveUp = ready.then((yes) => (yes ? new Promise<void>(() => {}) : undefined));

  const withoutDatabase = databaseEnded.then(() => "database" as const);
  const first = await Promise.race([webEnded, stopped, gaveUp, withoutDatabase]);
  const wasAsked = interrupts.stop.aborted;
  if (first === "database") print("PostgreSQL ended by itself; start again to recover it. Its log: .data/postgres.log");
  else if (!wasAsked) {
    const how = ending === undefined ? "does not answer" : `ended ${describeEnding(ending)}`;
    print(`Web ${how}. Its last lines:`);
    for (const line of lastLines) print(`  ${line}`);
  }
  await Promise.all([web.stop(graceMs), worker.stop()]);
  return wasAsked;
}

export const describeEnding = ({ code, signal }: Ending): string =>
  signal === null ? `with exit code ${code}` : `by ${signal}`;

export async function waitUntilReady(url: string, isOver: () => boolean): Promise<boolean> {
  for (
    const until = performance.now() + readyPatienceMs;
    !isOver() && performance.now() < until;
    await sleep(readyPollMs)
  ) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
      await response.body?.cancel();
      if (response.status === 200) return true;
    } catch {
      // Not listening yet.
    }
  }
  return false;
}

function keepRunning(program: Program, print: (line: string) => void) {
  let backoffMs = firstBackoffMs;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let group: ProcessGroup = begin();

  function begin(): ProcessGroup {
    const startedAt = performance.now();
    const begun = startGroup(program, (line) => print(`worker | ${line}`));
    begun.ended.then((ending) => {
      if (isOver) return;
      if (performance.now() - startedAt > healthyAfterMs) backoffMs = firstBackoffMs;
      print(`The worker ended ${describeEnding(ending)}; starting it again in ${backoffMs / 1_000} s`);
      timer = setTimeout(() => {
        group = begin();
      }, backoffMs);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    });
    return begun;
  }

  const over = () => {
    isOver = true;
    clearTimeout(timer);
  };
  return {
    stop: () => {
      over();
      return group.stop(graceMs);
    },
    kill: () => {
      over();
      group.kill();
    },
  };
}
