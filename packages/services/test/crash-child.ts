import { connect, inAgency, type Tx } from "@headroom/db";
import { ingest } from "../src/scores/ingest.ts";
import { testIo } from "./test-io.ts";

// Takes a batch in and dies right before the n-th statement, as a power cut would have it. Run by crash.test.ts.
const { url, agencyId, channelId, batch, now, dieBefore } = JSON.parse(process.argv[2] ?? "{}");
let statements = 0;
const verbs = new Set<PropertyKey>(["execute", "select", "insert", "update", "delete"]);

const mortal = (tx: Tx): Tx =>
  new Proxy(tx, {
    get(target, key) {
      if (verbs.has(key) && ++statements === dieBefore) process.kill(process.pid, "SIGKILL");
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

const db = connect({ url, maxConnections: 1 });
await inAgency(db, { agencyId }, (tx) =>
  ingest({ ctx: { db: mortal(tx), agencyId, io: testIo({ now }) }, input: { channelId, batch } }),
);
await db.close();
process.stdout.write(String(statements));
