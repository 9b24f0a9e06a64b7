import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFreePort } from "../src/ports.ts";
import { type Launched, launch, noProcessOf } from "./launcher.ts";

const repository = join(import.meta.dirname, "..", "..", "..");
let checkout: string;

beforeEach(async () => {
  checkout = mkdtempSync(join(tmpdir(), "headroom-bootstrap-"));
  await chmod(checkout, 0o755);
  const put = (path: string, text: string) => {
    mkdirSync(join(checkout, path, ".."), { recursive: true });
    writeFileSync(join(checkout, path), text);
  };
  cpSync(join(repository, "apps/cli/bin"), join(checkout, "apps/cli/bin"), { recursive: true });
  const port = await findFreePort();
  put("package.json", JSON.stringify({ scripts: { start: `node apps/cli/bin/headroom.mjs start --port ${port}` } }));
  for (const name of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.cjs"]) put(name, "");
  // The real bootstrap around the stand-ins of web and worker.
  put(
    "apps/cli/src/main.ts",
    `process.argv.splice(2, 0, ${JSON.stringify(join(checkout, ".data"))}); await import(${JSON.stringify(join(repository, "apps/cli/test/stand-ins/main.ts"))});`,
  );
  put("apps/cli/package.json", '{"type":"module"}');
  mkdirSync(join(checkout, ".data"));
  mkdirSync(join(checkout, "node_modules"));
  symlinkSync(join(repository, "node_modules/.bin"), join(checkout, "node_modules/.bin"));
  const { recordInstalled } = (await import(join(checkout, "apps/cli/bin/install.mjs"))) as {
    recordInstalled(root: string): void;
  };
  recordInstalled(checkout);
});

afterEach(async () => {
  expect(await noProcessOf(checkout), "nothing is left running").toEqual([]);
  await rm(checkout, { recursive: true, force: true });
});

const npmStart = (env: NodeJS.ProcessEnv = {}): Launched =>
  launch("npm", ["start"], { cwd: checkout, env: { HOME: checkout, ...env } });

describe("npm start through the bootstrap", () => {
  it("ends with everything it began when npm gets a SIGTERM, which npm's shell swallows", async () => {
    const product = npmStart();
    await product.says("Ctrl-C stops it.");
    product.child.kill("SIGTERM");
    await product.ends();
    expect(await noProcessOf(checkout)).toEqual([]);
  });

  it("ends with everything it began when npm is killed with SIGKILL", async () => {
    const product = npmStart();
    await product.says("Ctrl-C stops it.");
    product.child.kill("SIGKILL");
    expect(await noProcessOf(checkout)).toEqual([]);
  });

  it("ends with everything it began when npm's shell is killed with SIGKILL", async () => {
    const product = npmStart();
    await product.says("Ctrl-C stops it.");
    const children = readFileSync(`/proc/${product.child.pid}/task/${product.child.pid}/children`, "utf8");
    process.kill(Number(children.trim().split(" ")[0]), "SIGKILL");
    await product.ends();
    expect(await noProcessOf(checkout)).toEqual([]);
  });

  it("passes the exit code on, and nothing but the one line", async () => {
    const { code, output } = await npmStart({ AUTH_SECRET: "short" }).ends();
    expect(code).toBe(1);
    expect(output.trimEnd().split("\n").at(-1)).toMatch(/^AUTH_SECRET must be at least 32 characters/);
  });
});

describe("the bootstrap", () => {
  it("says which Node it needs when this one is too old", async () => {
    const old = join(checkout, "old-node.mjs");
    writeFileSync(
      old,
      `Object.defineProperty(process.versions, "node", { value: "18.20.0" }); process.argv[2] = "start"; await import("./apps/cli/bin/headroom.mjs");`,
    );
    const { code, output } = await launch(process.execPath, [old]).ends();
    expect(code).toBe(1);
    expect(output).toMatch(/^Headroom needs Node 20\.19 or newer to start; this is .*\n$/);
  });

  it("ends `npm test` with a verdict when the installation fails, and shows what pnpm said", async () => {
    writeFileSync(join(checkout, "pnpm-lock.yaml"), "changed");
    const tools = join(checkout, "tools");
    mkdirSync(tools);
    writeFileSync(join(tools, "npx"), "#!/bin/sh\necho no registry in reach\nexit 9\n", { mode: 0o755 });
    const { code, output } = await launch(process.execPath, [join(checkout, "apps/cli/bin/headroom.mjs"), "test"], {
      env: { PATH: `${tools}:${process.env.PATH}` },
    }).ends();
    expect(code).toBe(1);
    expect(output).toContain("no registry in reach");
    expect(output.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
  });
});
