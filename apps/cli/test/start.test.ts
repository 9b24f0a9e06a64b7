import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, sql } from "@headroom/db";
import { migrate } from "@headroom/db/migrate";
import { startTestServer } from "@headroom/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findFreePort } from "../src/ports.ts";
import { type Launched, launch, noProcessOf } from "./launcher.ts";

const standIn = join(import.meta.dirname, "stand-ins", "main.ts");
const goodSecrets = {
  AUTH_SECRET: "a secret of at least thirty-two characters",
  HEADROOM_SEAL_KEY: Buffer.alloc(32, 7).toString("base64"),
};
let home: string;
let port: number;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "headroom-cli-"));
  await chmod(home, 0o755);
  mkdirSync(join(home, ".data"));
  port = await findFreePort();
});

afterEach(async () => {
  expect(await noProcessOf(home), "nothing is left running").toEqual([]);
  await rm(home, { recursive: true, force: true });
});

const start = (env: NodeJS.ProcessEnv = {}, args = ["--port", String(port)]): Launched =>
  launch(process.execPath, [standIn, join(home, ".data"), "start", ...args], { env: { HOME: home, ...env } });

describe("npm start", () => {
  it("prints the address and the demo sign-ins, and ends with everything it began on SIGTERM", async () => {
    const product = start();
    await product.says("Ctrl-C stops it.");
    expect(product.output()).toContain(`Headroom runs at http://localhost:${port}`);
    expect(product.output()).toMatch(/manager\s+ada@demo\.example\s+stand-in/);
    const told = await (await fetch(`http://127.0.0.1:${port}/api/health`)).json();
    expect(told).toMatchObject({ port: String(port), authUrl: `http://localhost:${port}` });
    product.child.kill("SIGTERM");
    expect(await product.ends()).toMatchObject({ code: 0 });
  });

  it("says that it is already running when it is started twice, and can be started again afterwards with the same secrets", async () => {
    const first = start();
    await first.says("Ctrl-C stops it.");
    const secrets = readFileSync(join(home, ".data", "secrets.json"), "utf8");
    expect(statSync(join(home, ".data", "secrets.json")).mode & 0o777).toBe(0o600);
    const second = await start({}, ["--port", String(await findFreePort())]).ends();
    expect(second).toMatchObject({ code: 0 });
    expect(second.output).toBe(
      `Headroom is already running at http://localhost:${port} (process ${first.child.pid}); Ctrl-C there stops it\n`,
    );
    first.child.kill("SIGINT");
    expect(await first.ends()).toMatchObject({ code: 0 });
    const third = start();
    await third.says("Ctrl-C stops it.");
    expect(third.output()).toContain("ada@demo.example");
    expect(readFileSync(join(home, ".data", "secrets.json"), "utf8")).toBe(secrets);
    third.child.kill("SIGTERM");
    await third.ends();
  });

  it("leaves no orphan when it is killed with SIGKILL, and starts again", async () => {
    const first = start();
    await first.says("Ctrl-C stops it.");
    first.child.kill("SIGKILL");
    await first.ends();
    expect(await noProcessOf(home)).toEqual([]);
    const second = start();
    await second.says("Ctrl-C stops it.");
    second.child.kill("SIGTERM");
    expect(await second.ends()).toMatchObject({ code: 0 });
  });

  it("stops at once on the second Ctrl-C when web does not want to end", async () => {
    const product = start({ STAND_IN_WEB: "ignores SIGTERM" });
    await product.says("Ctrl-C stops it.");
    const asked = performance.now();
    product.child.kill("SIGINT");
    setTimeout(() => product.child.kill("SIGINT"), 300);
    await product.ends();
    // Without waiting for the guards, which leave more time.
    expect(await noProcessOf(home)).toEqual([]);
    expect(performance.now() - asked).toBeLessThan(4_000);
  });

  it("ends with web's last lines when web dies", async () => {
    const { code, output } = await start({ STAND_IN_WEB: "fails" }).ends();
    expect(code).toBe(1);
    expect(output).toContain("Web ended with exit code 7. Its last lines:\n  the web stand-in fails as told\n");
  });

  it("ends when PostgreSQL is killed, and recovers it at the next start", async () => {
    const first = start();
    await first.says("Ctrl-C stops it.");
    process.kill(Number(readFileSync(join(home, ".data/postgres/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    const { code, output } = await first.ends();
    expect(code).toBe(1);
    expect(output).toContain("PostgreSQL ended by itself; start again to recover it.");
    const second = start();
    await second.says("Ctrl-C stops it.");
    second.child.kill("SIGTERM");
    expect(await second.ends()).toMatchObject({ code: 0 });
  });

  it("starts the worker again when it dies", async () => {
    const product = start({ STAND_IN_WORKER_FAILS_ONCE: join(home, "worker-failed") });
    await product.says("The worker ended with exit code 3; starting it again in 1 s");
    await product.says("the worker stand-in runs as");
    product.child.kill("SIGTERM");
    expect(await product.ends()).toMatchObject({ code: 0 });
  });
});

describe("a start that cannot succeed ends with one line", () => {
  let occupant: Server;
  let occupied: number;
  let server: Awaited<ReturnType<typeof startTestServer>>;

  beforeAll(async () => {
    occupant = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => occupant.once("listening", resolve));
    const address = occupant.address();
    occupied = typeof address === "object" && address !== null ? address.port : 0;
    server = await startTestServer();
  });
  afterAll(async () => {
    occupant.close();
    await server.stop();
  });

  const refused = async (env: NodeJS.ProcessEnv, args?: string[]): Promise<string> => {
    const { code, output } = await start(env, args).ends();
    expect(code).toBe(1);
    expect(output.trimEnd().split("\n"), "a single line").toHaveLength(1);
    return output.trimEnd();
  };

  it("when the port is in use", async () => {
    expect(await refused({}, ["--port", String(occupied)])).toBe(
      `Port ${occupied} is in use. Choose another one: npm start -- --port ${occupied + 1}`,
    );
  });

  it("when the port is in use by somebody who listens on IPv6 alone", async () => {
    const other = createServer().listen({ port, host: "::1", ipv6Only: true });
    await new Promise((resolve) => other.once("listening", resolve));
    expect(await refused({})).toMatch(/^Port \d+ is in use/);
    other.close();
  });

  it.each([
    [
      { DATABASE_URL: "postgres://ann:hunter2@127.0.0.1:1/x", ...goodSecrets },
      /^Cannot use PostgreSQL at 127\.0\.0\.1:1 \(database x, user ann\): nothing answers there\. Check DATABASE_URL$/,
    ],
    [
      { DATABASE_URL: "postgres://ann:hunter2@no-such-host.invalid/x", ...goodSecrets },
      /^Cannot use PostgreSQL at no-such-host\.invalid:5432 .*host name/,
    ],
    [
      { DATABASE_URL: "mysql://ann:hunter2@localhost/x", ...goodSecrets },
      /^DATABASE_URL must be .* for example DATABASE_URL=postgres:/,
    ],
    [
      { DATABASE_URL: "postgres://ann@localhost/x" },
      /^AUTH_SECRET is required with a DATABASE_URL: .* for example AUTH_SECRET=/,
    ],
    [{ NODE_ENV: "production" }, /^AUTH_SECRET is required in production: at least 32 characters, for example/],
    [{ NODE_ENV: "production", AUTH_SECRET: "short" }, /^AUTH_SECRET must be at least 32 characters, for example/],
    [
      { NODE_ENV: "production", AUTH_SECRET: goodSecrets.AUTH_SECRET },
      /^HEADROOM_SEAL_KEY is required in production: .* example/,
    ],
    [{ HEADROOM_SEAL_KEY: "c2hvcnQ=" }, /^HEADROOM_SEAL_KEY must be 32 bytes in base64, for example/],
  ])("when the environment is %o", async (env, line) => {
    const said = await refused(env);
    expect(said).toMatch(line);
    expect(said).not.toContain("hunter2");
  });

  it.each([
    ["--port", "eighty"],
    ["--prot", "80"],
  ])("when the flags are %s %s", async (...args) => {
    expect(await refused({}, args)).toMatch(
      /for example npm start -- --port 3001$|For example: npm start -- --port 3001$/,
    );
  });

  it("when the password of DATABASE_URL is wrong", async () => {
    const url = new URL(server.url);
    url.password = "hunter2";
    const said = await refused({ DATABASE_URL: url.href, ...goodSecrets });
    expect(said).toMatch(/the user or the password is wrong\. Check DATABASE_URL$/);
    expect(said).not.toContain("hunter2");
  });

  it("when the schema is newer than the code", async () => {
    await migrate(server.url);
    const db = connect({ url: server.url, maxConnections: 1 });
    await db.global.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', 99999999999999)`,
    );
    await db.close();
    expect(await refused({ DATABASE_URL: server.url, ...goodSecrets })).toMatch(
      /schema is newer than this version of Headroom/,
    );
  });

  it("when the kept secrets are damaged", async () => {
    writeFileSync(join(home, ".data", "secrets.json"), "{}");
    expect(await refused({})).toMatch(/secrets\.json is damaged/);
  });
});
