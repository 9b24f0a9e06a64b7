import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

export type Program = {
  file: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
};

export type ProcessGroup = {
  /** Resolves when the program has ended and nobody of its group is left. */
  ended: Promise<Ending>;
  /** SIGTERM for all of the group, SIGKILL for what is left after the grace. */
  stop(graceMs: number): Promise<Ending>;
  kill(): void;
};

export type Source = "stdout" | "stderr";

/** Runs a program with all its descendants in one process group that ends as a whole, also when we are killed. */
export function startGroup(program: Program, onLine: (line: string, source: Source) => void): ProcessGroup {
  const child = spawn(program.file, program.args, {
    cwd: program.cwd,
    env: program.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const group = child.pid;
  const guard = group === undefined ? undefined : startGuard(group);
  createInterface({ input: child.stdout }).on("line", (line) => onLine(line, "stdout"));
  createInterface({ input: child.stderr }).on("line", (line) => onLine(line, "stderr"));
  const ended = new Promise<Ending>((resolve) => {
    child.once("error", (error) => {
      onLine(error.message, "stderr");
      if (group === undefined) resolve({ code: 127, signal: null });
    });
    child.once("exit", () => signalGroup(group, "SIGKILL"));
    // "close" comes after the last line was read.
    child.once("close", (code, signal) => {
      guard?.kill("SIGKILL");
      resolve({ code, signal });
    });
  });
  return {
    ended,
    stop: async (graceMs) => {
      signalGroup(group, "SIGTERM");
      const timer = setTimeout(() => signalGroup(group, "SIGKILL"), graceMs);
      return ended.finally(() => clearTimeout(timer));
    },
    kill: () => signalGroup(group, "SIGKILL"),
  };
}

/** A shell at the other end of a pipe: the kernel closes the pipe when we are gone, and the group goes with us. Not all shells take `kill -TERM --`. */
function startGuard(group: number) {
  const script = 'trap "" INT TERM HUP; read -r _; kill -s TERM -- "-$0"; sleep 5; kill -s KILL -- "-$0"';
  const guard = spawn("/bin/sh", ["-c", script, String(group)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
  });
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  return guard;
}

function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // Nobody of that group is left.
  }
}
