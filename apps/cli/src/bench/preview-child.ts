import { setTimeout } from "node:timers/promises";
import { connect, listen } from "@headroom/db";
import { changesTopic, runPreview } from "@headroom/services";
import { offlineIo } from "../offline-io.ts";
import { benchNow } from "./bench-agency.ts";

// Makes one preview and prints what it took. A process of its own, so that its memory is nobody else's; run by measure-preview.ts.
const startMs = 2_000;
const { url, agencyId, previewId } = JSON.parse(process.argv[2] ?? "{}");
// A worker has long been running when somebody asks: what compiling its own start took is freed by then.
await setTimeout(startMs);
const db = connect({ url, maxConnections: 2 });
let told = 0;
const stopListening = await listen(db, changesTopic, (payload) => {
  if (payload.includes(previewId)) told++;
});
const startedAt = performance.now();
// The real time that passes, from the bench's own now on.
const io = offlineIo(() => Math.round(benchNow + performance.now() - startedAt));
const outcome = await runPreview({ db, io, agencyId, previewId });
const ms = performance.now() - startedAt;
await stopListening();
await db.close();
const peakBytes = process.resourceUsage().maxRSS * 1024;
if (outcome !== "done") throw new Error(`The preview ended as ${outcome}.`);
process.stdout.write(`${ms} ${peakBytes} ${told}`);
