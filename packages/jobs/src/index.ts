export type { Job, Tools } from "./handlers.ts";
export { runWorker, type Worker } from "./run-worker.ts";
