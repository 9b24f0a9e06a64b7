import type { Interrupts } from "../interrupts.ts";
import { Interrupted } from "../interrupts.ts";
import { type Ending, type Program, startGroup } from "../process-group.ts";

export type Tally = { passed: number; failed: number; skipped: number; note?: string };

export type Step = { name: string; run(): Promise<Tally> };

export type StepResult = Tally & { name: string; seconds: number };

const graceMs = 5_000;

/** A step without a count of its own counts as one. */
export const onePassed: Tally = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed: Tally = { passed: 0, failed: 1, skipped: 0 };
export const leftOut = (note: string): Tally => ({ passed: 0, failed: 0, skipped: 1, note });

export const add = (left: Tally, right: Tally): Tally => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
});

export type Runner = { interrupts: Interrupts; print: (line: string) => void };

/** Runs a program to its end, or to ours. */
export async function runProgram(program: Program, { interrupts }: Runner): Promise<Ending & { lines: string[] }> {
  if (interrupts.stop.aborted) throw new Interrupted();
  const lines: string[] = [];
  const group = startGroup(program, (line) => lines.push(line));
  const onStop = () => void group.stop(graceMs);
  const onForce = () => group.kill();
  interrupts.stop.addEventListener("abort", onStop, { once: true });
  interrupts.force.addEventListener("abort", onForce, { once: true });
  const ending = await group.ended;
  interrupts.stop.removeEventListener("abort", onStop);
  interrupts.force.removeEventListener("abort", onForce);
  if (interrupts.stop.aborted) throw new Interrupted();
  return { ...ending, lines };
}

/** Quiet when it passes; everything it said when it fails. */
export async function check(program: Program, runner: Runner): Promise<Tally> {
  const { code, lines } = await runProgram(program, runner);
  if (code === 0) return onePassed;
  for (const line of lines) runner.print(`  ${line}`);
  return oneFailed;
}

export async function runSteps(steps: readonly Step[], { interrupts, print }: Runner): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    print(`▸ ${step.name}`);
    const startedAt = performance.now();
    const tally = await step.run().catch((error: unknown): Tally => {
      if (error instanceof Interrupted || interrupts.stop.aborted) throw error;
      print(`  ${error instanceof Error ? error.message : error}`);
      return oneFailed;
    });
    const result = { ...tally, name: step.name, seconds: (performance.now() - startedAt) / 1_000 };
    if (tally.note !== undefined) print(`  ${tally.note}`);
    results.push(result);
  }
  return results;
}

/** The table, and as its last line the verdict in exactly the words that machines look for. */
export function report(results: readonly StepResult[]): { lines: string[]; exitCode: number } {
  const total = results.reduce(add, { passed: 0, failed: 0, skipped: 0 });
  const row = (name: string, seconds: string, { passed, failed, skipped }: Tally) =>
    `${name.padEnd(22)} ${seconds.padStart(8)} ${String(passed).padStart(7)} ${String(failed).padStart(7)} ${String(skipped).padStart(8)}`;
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0);
  return {
    lines: [
      "",
      "step                    seconds  passed  failed  skipped",
      ...results.map((each) => row(each.name, each.seconds.toFixed(1), each)),
      row("all", seconds.toFixed(1), total),
      `${total.passed} passed, ${total.failed} failed`,
    ],
    exitCode: total.failed > 0 || total.passed === 0 ? 1 : 0,
  };
}
