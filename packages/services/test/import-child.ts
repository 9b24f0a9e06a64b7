import { connect } from "@headroom/db";
import { runImport } from "../src/imports/run-import.ts";
import { testIo } from "./test-io.ts";

// Takes an import in and dies at the n-th look at the clock, as a power cut would have it. Run by imports.test.ts.
const { url, agencyId, importId, now, dieAt } = JSON.parse(process.argv[2] ?? "{}");
let looks = 0;
const io = {
  ...testIo({ now }),
  now: () => {
    if (++looks === dieAt) process.kill(process.pid, "SIGKILL");
    return now;
  },
};
const db = connect({ url, maxConnections: 2 });
await runImport({ db, io, agencyId, importId });
await db.close();
process.stdout.write(String(looks));
