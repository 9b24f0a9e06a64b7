import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startTestServer } from "@headroom/db/testing";
import type { Command, Context } from "../context.ts";
import type { Program } from "../process-group.ts";
import { Refusal } from "../refusal.ts";
import { runJourneys } from "../test-run/journeys.ts";
import { check, leftOut, report, runSteps, type Step } from "../test-run/step.ts";
import { runUnitTests } from "../test-run/unit-tests.ts";

export const test: Command = {
  summary: "types, lint, boundaries, unit tests, build, journeys; ends with `N passed, N failed` (--only <step>)",
  run: async (context) => {
    const server = lazily(startTestServer);
    try {
      const steps = choose(
        stepsOf(context, async () => (await server.get()).url),
        context.args,
      );
      const { lines, exitCode } = report(await runSteps(steps, context));
      await server.end();
      for (const line of lines) context.print(line);
      return exitCode;
    } finally {
      await server.end();
    }
  },
};

function stepsOf(context: Context, serverUrl: () => Promise<string>): Step[] {
  const { root, product } = context;
  const reportDirectory = join(context.dataHome, "test-reports");
  const env = testEnv(context.env);
  const tool = (name: string, ...args: string[]): Program => ({
    file: join(root, "node_modules/.bin", name),
    args,
    cwd: root,
    env,
  });
  const turbo = ["--env-mode=loose", "--output-logs=errors-only"];
  const hasWeb = existsSync(join(root, "apps/web/app"));
  const build = lazily(async () => ({ tally: await check(product.build(env), context), stop: async () => {} }));
  return [
    {
      name: "typecheck",
      run: () => check(tool("turbo", "run", "typecheck", ...turbo, "--concurrency=2", "--continue"), context),
    },
    { name: "lint", run: () => check(tool("biome", "check", "."), context) },
    { name: "boundaries", run: () => check(tool("turbo", "boundaries"), context) },
    {
      name: "tests",
      run: async () =>
        runUnitTests({
          ...context,
          reportDirectory,
          env: { ...env, NODE_ENV: "test", TEST_DATABASE_URL: await serverUrl() },
        }),
    },
    {
      name: "build",
      run: async () => (hasWeb ? (await build.get()).tally : leftOut("apps/web: no pages yet")),
    },
    {
      name: "journeys",
      run: async () => {
        if (!hasWeb) return leftOut("apps/web: no pages yet");
        if ((await build.get()).tally.failed > 0) return leftOut("without a build there is nothing to visit");
        return runJourneys({ context: { ...context, env }, serverUrl: await serverUrl(), reportDirectory });
      },
    },
  ];
}

/** The verdict must not depend on whose settings happen to be exported in the shell. */
function testEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    DATABASE_URL,
    TEST_DATABASE_URL,
    AUTH_SECRET,
    AUTH_URL,
    HEADROOM_SEAL_KEY,
    SMTP_URL,
    PORT,
    HOST,
    NODE_ENV,
    ...rest
  } = env;
  return { ...rest, TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
}

function choose(steps: Step[], args: readonly string[]): Step[] {
  const names = steps.map(({ name }) => name).join(", ");
  const { only } = readFlags(args, names);
  if (only === undefined) return steps;
  const chosen = steps.filter(({ name }) => name === only);
  if (chosen.length === 0) throw new Refusal(`There is no step "${only}". Known: ${names}`);
  return chosen;
}

function readFlags(args: readonly string[], names: string): { only?: string | undefined } {
  try {
    return parseArgs({ args: [...args], options: { only: { type: "string" } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : error;
    throw new Refusal(`${reason} For example: npm test -- --only tests (${names})`);
  }
}

/** Begun by the first who asks, ended once. */
function lazily<T extends { stop(): Promise<void> }>(begin: () => Promise<T>) {
  let begun: Promise<T> | undefined;
  return {
    get: (): Promise<T> => {
      begun ??= begin();
      return begun;
    },
    end: async (): Promise<void> => {
      const ending = begun;
      begun = undefined;
      await (await ending)?.stop();
    },
  };
}
