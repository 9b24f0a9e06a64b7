import { spawn } from "node:child_process";

/**
 * A shell that waits at the other end of a pipe and asks the server to stop when we end without having done so,
 * even by `kill -9`: the kernel closes the pipe for us.
 */
export function guardPostmaster(pid: number): { release(): void } {
  const guard = spawn("/bin/sh", ["-c", 'trap "" INT TERM HUP; read -r _; kill -INT "$0"', String(pid)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
  });
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  if ("unref" in guard.stdin && typeof guard.stdin.unref === "function") guard.stdin.unref();
  return { release: () => void guard.kill("SIGKILL") };
}
