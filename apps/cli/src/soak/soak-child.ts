import { connect } from "@headroom/db";
import { seededRandom } from "@headroom/services";
import { quickClock } from "./quick-clock.ts";
import { soakIo } from "./soak-io.ts";
import { startWorker } from "./start-worker.ts";

// A worker in a process of its own, to be killed in the middle of its work; run by doomed-worker.ts.
const { url, begunAt, outside, seed } = JSON.parse(process.argv[2] ?? "{}");
const db = connect({ url, maxConnections: 8 });
const io = soakIo({ clock: quickClock(begunAt), outside, random: seededRandom(seed) });
await startWorker({ db, io }, new AbortController().signal);
