import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CannotRunHere, cached, installFromNpm } from "./cached-download.ts";

/** Somebody with an account, who speaks to her server herself. */
export interface Person {
  did: string;
  handle: string;
  appPassword: string;
  /** Writes a record, under a key of its own or this one, and returns where it lies. */
  write: (collection: string, record: object, rkey?: string) => Promise<{ uri: string; cid: string }>;
  erase: (uri: string) => Promise<void>;
}

export interface RealAtNetwork {
  /** The server that holds accounts, and the one that has views of all of them. */
  pds: string;
  appView: string;
  join: (name: string) => Promise<Person>;
  /** Waits until everything that was written can be read. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starting takes three seconds; this is how long a busy machine may take, ms. */
const startMs = 40_000;

/** A real AT network on loopback, on a database of its own at TEST_DATABASE_URL. Throws CannotRunHere. */
export async function startAtNetwork(): Promise<RealAtNetwork> {
  const postgres = process.env.TEST_DATABASE_URL;
  if (postgres === undefined) throw new CannotRunHere("there is no PostgreSQL: TEST_DATABASE_URL is not set");
  const directory = await cached("at-network-1", (fresh) =>
    installFromNpm(
      {
        dependencies: { "@atproto/dev-env": "0.6.7" },
        // 12.x aborts at random on Node 24.19 and newer.
        overrides: { "better-sqlite3": "13.2.0" },
      },
      fresh,
    ),
  );
  // Its packages are found from where it lies.
  await cp(join(import.meta.dirname, "at-network.mjs"), join(directory, "at-network.mjs"));
  const network = spawn(process.execPath, ["at-network.mjs"], {
    cwd: directory,
    env: { PATH: process.env.PATH, SERVER_URL: postgres, LOG_ENABLED: "false" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const say = conversation(network);
  const impatience = setTimeout(() => network.kill("SIGKILL"), startMs);
  const { pds = "", appView = "" } = await say();
  clearTimeout(impatience);
  return {
    pds,
    appView,
    join: (name) => newPerson(pds, name),
    settle: async () => void (await say("settle\n")),
    close: async () => {
      const gone = once(network, "exit");
      network.stdin?.end();
      await gone;
    },
  };
}

/** Sends a line, if there is one, and waits for the next line of JSON. */
function conversation({ stdin, stdout, stderr }: ChildProcess): (line?: string) => Promise<Record<string, string>> {
  if (stdin === null || stdout === null || stderr === null) throw new Error("the network cannot be spoken to");
  let complaint = "";
  stderr.on("data", (piece) => {
    complaint = `${complaint}${piece}`.slice(-2_000);
  });
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async (line) => {
    if (line !== undefined) stdin.write(line);
    for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
      if (next.value.startsWith("{")) return JSON.parse(next.value);
    }
    throw new CannotRunHere(`the AT network ended: ${complaint.trim().split("\n").at(-1)}`);
  };
}

/** What the procedures used here answer with. */
const answerSchema = z
  .object({ did: z.string(), accessJwt: z.string(), password: z.string(), uri: z.string(), cid: z.string() })
  .partial();

async function newPerson(pds: string, name: string): Promise<Person> {
  const call = async (method: string, body: object, token?: string): Promise<z.infer<typeof answerSchema>> => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${pds}/xrpc/${method}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method}: ${await answer.text()}`);
    return answerSchema.parse(await answer.json());
  };
  const handle = `${name}.test`;
  const account = { email: `${name}@people.example`, handle, password: `password of ${name}` };
  const { did = "", accessJwt } = await call("com.atproto.server.createAccount", account);
  const { password: appPassword = "" } = await call(
    "com.atproto.server.createAppPassword",
    { name: "Headroom" },
    accessJwt,
  );
  return {
    did,
    handle,
    appPassword,
    write: async (collection, record, rkey) => {
      const whole = { $type: collection, createdAt: new Date().toISOString(), ...record };
      const { uri = "", cid = "" } = await call(
        "com.atproto.repo.createRecord",
        { repo: did, collection, record: whole, ...(rkey && { rkey }) },
        accessJwt,
      );
      return { uri, cid };
    },
    erase: async (uri) => {
      const [collection, rkey] = uri.split("/").slice(-2);
      await call("com.atproto.repo.deleteRecord", { repo: did, collection, rkey }, accessJwt);
    },
  };
}
