export type Interrupts = {
  /** The first Ctrl-C, SIGTERM, or the loss of whoever started us: stop cleanly. */
  stop: AbortSignal;
  /** The second one: stop at once. */
  force: AbortSignal;
};

export function listenForInterrupts(): Interrupts {
  const stop = new AbortController();
  const force = new AbortController();
  const interrupt = () => (stop.signal.aborted ? force.abort() : stop.abort());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  process.on("disconnect", () => stop.abort());
  process.channel?.unref();
  // A closed terminal must not turn our farewell into a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return { stop: stop.signal, force: force.signal };
}

/** Rejects as soon as we are asked to stop, so that no step outlives the question. */
export function untilStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  if (stop.aborted) return Promise.reject(new Interrupted());
  return new Promise((resolve, reject) => {
    stop.addEventListener("abort", () => reject(new Interrupted()), { once: true });
    work.then(resolve, reject);
  });
}

export class Interrupted extends Error {
  override name = "Interrupted";
}
