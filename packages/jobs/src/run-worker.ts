import {
  type Database,
  type DueWork,
  describeError,
  finishWork,
  type Io,
  leaseMs,
  type NetworkLanes,
  networkLanes,
  nextDueAt,
  postponeWork,
  renewLease,
  restingIo,
  takeDueWork,
} from "@headroom/services";
import { handlers, type Tools } from "./handlers.ts";
import { type Hands, hands } from "./hands.ts";
import { hourlyRound } from "./hourly-round.ts";

export interface Worker {
  db: Database;
  io: Io;
  tools: Tools;
  /** Pieces of work at a time; those that wait for their turn at a network's limit are not among them. */
  concurrency: number;
  /** Calls back when something may have become due; returns how to stop listening. */
  onWork: (wake: () => void) => Promise<() => Promise<void>>;
  /** How often it says that it lives, ms; a quarter of a lease when left out. */
  heartbeatMs?: number;
  /** Ends the worker: what is under way is finished, or left to be taken up again where it waits or would take long. */
  signal: AbortSignal;
}

/** After an unexpected failure the same work waits this long, ms. */
const pauseAfterBugMs = 5 * 60_000;
/** Until a reading looks again for a free lane of its network, ms. */
const pauseForRoomMs = 2_000;
/** Looks again at least this often, ms: a wake-up may be lost when a connection breaks. */
const longestNapMs = 60_000;
/** Connections that one process holds open at most: they wait, and take next to nothing. */
const mostListening = 500;
/** How often clients who are new get their weekly turn, ms. */
const planEveryMs = 3_600_000;

/** Takes due work and does it until it is told to stop; sleeps in between until the next instant at which anything is due. */
export const runWorker = async (worker: Worker): Promise<void> => {
  let wake = () => {};
  const onFree = () => wake();
  const both = {
    hands: hands({ which: "else", most: worker.concurrency, onFree }),
    ears: hands({ which: "listen", most: mostListening, onFree }),
  };
  const stopListening = await worker.onWork(() => wake());
  worker.signal.addEventListener("abort", () => wake(), { once: true });
  // Half of the hands at most: however slow a network is, the other half reads the others.
  const lanes = networkLanes(Math.max(1, Math.floor(worker.concurrency / 2)));
  let plannedAt = Number.NEGATIVE_INFINITY;
  while (!worker.signal.aborted) {
    if (worker.io.now() - plannedAt >= planEveryMs) {
      plannedAt = worker.io.now();
      await hourlyRound(worker);
    }
    // Armed before looking, so that what becomes due in between is not slept through.
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const wereFull = isFull(both.hands);
    const begun = await takeUp(worker, { hands: both.hands, lanes });
    await takeUp(worker, { hands: both.ears, lanes });
    // With both hands full only a finished piece matters.
    if (wereFull) await woken;
    else if (begun === 0) await nap(worker, { woken, isListening: !isFull(both.ears) });
  }
  await Promise.all([both.hands.settled(), both.ears.settled()]);
  await stopListening();
};

const isFull = ({ free }: Hands): boolean => free() <= 0;

/** Begins what is due as far as hands are free; returns how much that was. */
const takeUp = async (
  worker: Worker,
  { hands: { which, free, begin }, lanes }: { hands: Hands; lanes: NetworkLanes },
): Promise<number> => {
  const limit = free();
  if (limit <= 0) return 0;
  const taken = await takeDueWork(worker.db, { now: worker.io.now(), limit, which });
  for (const work of taken) {
    begin((rest) => doWork({ ...worker, io: restingIo(worker.io, rest) }, work, lanes));
  }
  return taken.length;
};

const nap = async (
  { db, io, signal }: Worker,
  { woken, isListening }: { woken: Promise<void>; isListening: boolean },
): Promise<void> => {
  if (signal.aborted) return;
  const next = await nextDueAt(db, { isListening });
  const forMs = Math.min(longestNapMs, Math.max(50, next === null ? longestNapMs : next - io.now()));
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([woken, new Promise<void>((resolve) => (timer = setTimeout(resolve, forMs)))]);
  clearTimeout(timer);
};

const doWork = async (
  { db, io, tools, signal, heartbeatMs = leaseMs / 4 }: Worker,
  work: DueWork,
  lanes: NetworkLanes,
): Promise<void> => {
  const renewal = setInterval(() => {
    renewLease(db, work, io.now()).catch((error: unknown) =>
      io.log("A lease was not renewed", { error: describeError(error) }),
    );
  }, heartbeatMs);
  try {
    const outcome = await handlers[work.kind]({
      db,
      io,
      tools,
      signal,
      lanes,
      agencyId: work.agencyId,
      subjectId: work.subjectId,
    });
    if (outcome === "done") await finishWork(db, work);
    else await postponeWork(db, work, io.now() + (outcome === "later" ? pauseForRoomMs : 0));
  } catch (error) {
    io.log("A job failed unexpectedly", {
      kind: work.kind,
      subjectId: work.subjectId,
      error: describeError(error),
    });
    await postponeWork(db, work, io.now() + pauseAfterBugMs);
  } finally {
    clearInterval(renewal);
  }
};
