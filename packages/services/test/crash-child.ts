import { connect, inAgency, type Tx } from "@headroom/db";
import { ingest } from "../src/scores/ingest.ts";
import { testIo } from "./test-io.ts";

// Takes a batch into several channels at once, each in a transaction of its own that halts right before its n-th statement,
// and dies when all of them stand there, as a power cut would have it. Run by crash.test.ts. `haltBefore: 0` goes through.
interface Point {
  channelId: string;
  haltBefore: number;
}
const { url, agencyId, points, batch, now } = JSON.parse(process.argv[2] ?? "{}");
const verbs = new Set<PropertyKey>(["execute", "select", "insert", "update", "delete"]);
let running = points.length;

/** A statement that is never sent: it can be built and awaited, and nothing comes of it. */
const never: object = new Proxy(() => {}, {
  get: (_, key) => (key === "then" ? () => {} : never),
  apply: () => never,
});

const halting = (tx: Tx, haltBefore: number, count: { statements: number }): Tx =>
  new Proxy(tx, {
    get(target, key) {
      if (verbs.has(key)) count.statements++;
      if (haltBefore > 0 && count.statements >= haltBefore) {
        if (count.statements === haltBefore && --running === 0) process.kill(process.pid, "SIGKILL");
        // A query that a halted one is part of is never sent either.
        count.statements = haltBefore + 1;
        return () => never;
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

const db = connect({ url, maxConnections: points.length });
const counts = points.map(() => ({ statements: 0 }));
await Promise.all(
  points.map(({ channelId, haltBefore }: Point, i: number) =>
    inAgency(db, { agencyId }, (tx) =>
      ingest({
        ctx: { db: halting(tx, haltBefore, counts[i]), agencyId, io: testIo({ now }) },
        input: { channelId, batch },
      }),
    ),
  ),
);
await db.close();
process.stdout.write(String(counts[0].statements));
