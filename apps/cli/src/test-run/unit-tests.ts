import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { add, leftOut, oneFailed, type Runner, runProgram, type Tally } from "./step.ts";

type Options = Runner & { root: string; reportDirectory: string; env: NodeJS.ProcessEnv };

const packagesAtOnce = 2;

/** Those that take minutes begin first, the longest in front, so that neither worker is left with one at the end. */
const longest = ["packages/services", "packages/connectors", "apps/cli"];

/** The tests of every package that has any, two packages at a time. */
export async function runUnitTests(options: Options): Promise<Tally> {
  await mkdir(options.reportDirectory, { recursive: true });
  const found = globSync("{apps,packages}/*/package.json", { cwd: options.root })
    .map((file) => dirname(file))
    .filter((name) => basename(name) !== "e2e")
    .sort();
  const waiting = inTurn(found).map((name) => join(options.root, name));
  let total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const tally = await testPackage(next, options);
      // Added after the wait: the other worker has counted meanwhile.
      total = add(total, tally);
    }
  };
  await Promise.all(Array.from({ length: packagesAtOnce }, work));
  return total;
}

/** The long ones in front, the others in the order in which they came. */
export function inTurn(names: readonly string[]): string[] {
  return [...longest.filter((name) => names.includes(name)), ...names.filter((name) => !longest.includes(name))];
}

async function testPackage(directory: string, options: Options): Promise<Tally> {
  const name = relative(options.root, directory);
  const tests = globSync("{src,test,app,components}/**/*.test.{ts,tsx}", { cwd: directory });
  if (tests.length === 0) {
    options.print(`  ${name}: no tests yet`);
    return leftOut("");
  }
  const report = join(options.reportDirectory, `${basename(directory)}.json`);
  await rm(report, { force: true });
  const workers = Math.max(1, Math.floor(availableParallelism() / packagesAtOnce));
  const startedAt = performance.now();
  const { code, lines } = await runProgram(
    {
      file: process.execPath,
      args: [
        join(createRequire(join(directory, "package.json")).resolve("vitest/package.json"), "..", "vitest.mjs"),
        ...["run", `--maxWorkers=${workers}`, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ],
      cwd: directory,
      env: options.env,
    },
    options,
  );
  const counted = existsSync(report) ? countVitest(JSON.parse(readFileSync(report, "utf8"))) : oneFailed;
  // An error outside of any test, for example in a global setup, fails the run without failing a test.
  const tally = code !== 0 && counted.failed === 0 ? add(counted, oneFailed) : counted;
  if (tally.failed > 0) for (const line of lines) options.print(`  ${line}`);
  // A test that could not run on this machine says why.
  for (const line of lines.filter((one) => one.startsWith("skipped: "))) options.print(`  ${name}: ${line}`);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  options.print(`  ${name}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`);
  return tally;
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** A file that cannot even be loaded has no tests to fail: it counts as one. */
export function countVitest(report: VitestReport): Tally {
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests,
  };
}
