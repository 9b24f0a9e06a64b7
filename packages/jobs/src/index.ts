export { defaultTools, type Job, type Tools } from "./handlers.ts";
export { runWorker, type Worker } from "./run-worker.ts";
