// Lives until it is stopped; ends once by itself when told to, so that its restart can be seen.
import { existsSync, writeFileSync } from "node:fs";

const marker = process.env.STAND_IN_WORKER_FAILS_ONCE;
if (marker !== undefined && !existsSync(marker)) {
  writeFileSync(marker, "");
  process.exit(3);
}
console.log(`the worker stand-in runs as ${process.pid}`);
setInterval(() => {}, 60_000);
