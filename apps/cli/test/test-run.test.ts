import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countPlaywright } from "../src/test-run/journeys.ts";
import { onePassed, report, runSteps } from "../src/test-run/step.ts";
import { countVitest, inTurn } from "../src/test-run/unit-tests.ts";
import { type Launched, launch, noProcessOf } from "./launcher.ts";

const repository = join(import.meta.dirname, "..", "..", "..");
const standIn = join(import.meta.dirname, "stand-ins", "main.ts");
const quiet = {
  interrupts: { stop: new AbortController().signal, force: new AbortController().signal },
  print: () => {},
};
let checkout: string;

beforeEach(async () => {
  checkout = mkdtempSync(join(tmpdir(), "headroom-verdict-"));
  await chmod(checkout, 0o755);
  mkdirSync(join(checkout, ".data"));
});

afterEach(async () => {
  expect(await noProcessOf(checkout), "nothing is left running").toEqual([]);
  await rm(checkout, { recursive: true, force: true });
});

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), text);
};

function putPackage(name: string, body: string | undefined): void {
  put(`packages/${name}/package.json`, '{"type":"module"}');
  symlinkSync(join(repository, "apps/cli/node_modules"), join(checkout, "packages", name, "node_modules"));
  if (body !== undefined)
    put(`packages/${name}/test/fact.test.ts`, `import { expect, inject, it } from "vitest";\n${body}`);
}

const npmTest = (only: string): Launched =>
  launch(process.execPath, [standIn, join(checkout, ".data"), "test", "--only", only], { env: { HOME: checkout } });

describe("the verdict", () => {
  const counted = (name: string, passed: number, failed: number) => ({ name, passed, failed, skipped: 0, seconds: 1 });

  it.each([
    [[counted("a", 2, 0), counted("b", 1, 0)], "3 passed, 0 failed", 0],
    [[counted("a", 2, 0), counted("b", 0, 1)], "2 passed, 1 failed", 1],
    [[counted("a", 0, 0)], "0 passed, 0 failed", 1],
    [[], "0 passed, 0 failed", 1],
  ])("of %j ends with %s and the exit code %i", (results, lastLine, exitCode) => {
    const told = report(results);
    expect(told.lines.at(-1)).toBe(lastLine);
    expect(told.exitCode).toBe(exitCode);
  });

  it("counts a step that breaks as one failure and goes on with the next", async () => {
    const broken = { name: "broken", run: () => Promise.reject(new Error("no such tool")) };
    const results = await runSteps([broken, { name: "sound", run: async () => onePassed }], quiet);
    expect(results.map(({ passed, failed }) => [passed, failed])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it("counts a test file that cannot be loaded, and a journey that passed only at the second try, as failures", () => {
    const files = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ];
    expect(countVitest({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, testResults: files })).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
    });
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 } })).toEqual({
      passed: 4,
      failed: 2,
      skipped: 1,
    });
  });
});

describe("npm test -- --only tests", () => {
  it("begins with the packages that take longest, all of which there are, and leaves none out", () => {
    const names = globSync("{apps,packages}/*", { cwd: repository }).sort();
    const order = inTurn(names);
    expect(order.slice(0, 3)).toEqual(["packages/services", "packages/connectors", "apps/cli"]);
    expect(order.toSorted()).toEqual(names);
    expect(inTurn(["packages/b", "packages/a"])).toEqual(["packages/b", "packages/a"]);
  });

  it("adds up what all packages report and shows what a failing one said", async () => {
    putPackage(
      "fine",
      'it("holds", () => expect(process.env.TEST_DATABASE_URL).toMatch(/^postgres:/));\nit("holds too", () => {});',
    );
    putPackage("slow", 'it("takes a moment", () => new Promise((resolve) => setTimeout(resolve, 300)));');
    putPackage("wrong", 'it("is wrong", () => expect("the sky").toBe("green"));');
    putPackage("broken", 'import "./no-such-file.ts";');
    putPackage("empty", undefined);
    const { code, output } = await npmTest("tests").ends();
    expect(output.trimEnd().split("\n").at(-1)).toBe("3 passed, 2 failed");
    expect(code).toBe(1);
    expect(output).toContain("expected 'the sky' to be 'green'");
    expect(output).toContain("packages/empty: no tests yet");
  });

  it("fails when not a single test ran", async () => {
    putPackage("empty", undefined);
    const { code, output } = await npmTest("tests").ends();
    expect(output.trimEnd().split("\n").at(-1)).toBe("0 passed, 0 failed");
    expect(code).toBe(1);
  });

  it("ends at once on Ctrl-C, with its database and its test runners", async () => {
    putPackage(
      "endless",
      `import { writeFileSync } from "node:fs";\nit("waits", async () => { writeFileSync(${JSON.stringify(join(checkout, "waiting"))}, ""); await new Promise(() => {}); }, 600_000);`,
    );
    const run = npmTest("tests");
    await run.says("▸ tests");
    await expect
      .poll(() => existsSync(join(checkout, "waiting")), {
        timeout: 20_000,
      })
      .toBe(true);
    run.child.kill("SIGINT");
    expect(await run.ends()).toMatchObject({ code: 130 });
  });
});

describe("npm test -- --only journeys", () => {
  it("lets a real Chromium visit the product, and shows both when a journey fails", async () => {
    put("apps/e2e/package.json", '{"type":"module"}');
    put("apps/web/app/page.tsx", "");
    cpSync(join(repository, "apps/e2e/playwright.config.ts"), join(checkout, "apps/e2e/playwright.config.ts"));
    symlinkSync(join(repository, "apps/e2e/node_modules"), join(checkout, "apps/e2e/node_modules"));
    mkdirSync(join(checkout, "packages"));
    symlinkSync(join(repository, "packages/reports"), join(checkout, "packages/reports"));
    mkdirSync(join(checkout, "node_modules/.cache"), { recursive: true });
    mkdirSync(join(repository, "node_modules/.cache/headroom"), { recursive: true });
    symlinkSync(join(repository, "node_modules/.cache/headroom"), join(checkout, "node_modules/.cache/headroom"));
    const see = (text: string) =>
      `await page.goto("/api/health"); await expect(page.getByText(/${text}/)).toBeVisible({ timeout: 2_000 });`;
    put(
      "apps/e2e/test/visit.spec.ts",
      `import { expect, test } from "@playwright/test";
       test("sees the product", async ({ page }) => { ${see("postgres:.*test_")} });
       test("sees a unicorn", async ({ page }) => { ${see("unicorn")} });`,
    );
    const { code, output } = await npmTest("journeys").ends();
    expect(output.trimEnd().split("\n").at(-1)).toBe("1 passed, 1 failed");
    expect(code).toBe(1);
    expect(output).toContain("unicorn");
    expect(output).toContain("worker | the worker stand-in runs as");
  });
});
