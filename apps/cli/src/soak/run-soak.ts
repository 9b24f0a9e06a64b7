import { setTimeout } from "node:timers/promises";
import { type ChaosMode, type Life, liveOn, type StandIn } from "@headroom/connectors/stand-ins";
import { type Database, inAgency, sql } from "@headroom/db";
import { type Entry, type Io, seededRandom } from "@headroom/services";
import { newAgency } from "../bench/bench-agency.ts";
import { compareTotals } from "./compare-totals.ts";
import { connectAll } from "./connect-all.ts";
import { startDoomedWorker } from "./doomed-worker.ts";
import { driftOf } from "./drift.ts";
import { quickClock } from "./quick-clock.ts";
import { rush } from "./rush.ts";
import { settle } from "./settle.ts";
import { outsideOf, soakIo } from "./soak-io.ts";
import { startWorld } from "./soak-world.ts";
import { startWorker } from "./start-worker.ts";
import { verdict } from "./verdict.ts";

export interface Soak {
  db: Database;
  /** Of real time with accidents, ms. */
  forMs: number;
  seed: number;
  print: (line: string) => void;
}

/** Long enough that requests without gates pass the limits of Mastodon and blogs many times. */
const rushMs = 20_000;

/** How many of the accounts see something happen at a step; a step is twelve seconds of their time. */
const livelyShare = 0.1;

/** Accidents that end by themselves; what only a person can mend has tests of its own. */
const accidents: readonly ChaosMode[] = ["server-error", "slow", "truncated", "html", "rate-limited"];

/**
 * Runs two workers over a stand-in of every network, with accidents, one of them being killed and replaced, then lets the
 * accounts rest and compares. Returns whether nothing was lost or doubled and no limit was passed.
 */
export const runSoak = async ({ db, forMs, seed, print }: Soak): Promise<boolean> => {
  const realBegin = Date.now();
  const clock = quickClock(realBegin);
  const life: Life = { now: clock.now, random: seededRandom(seed) };
  const standIns = await startWorld(clock, life);
  const outside = outsideOf(standIns);
  const entry = await newEntry(db, soakIo({ clock, outside, random: life.random }));
  const stop = new AbortController();
  const workers: Promise<void>[] = [];
  let endDoomed = () => {};
  try {
    const begunAt = clock.now();
    const connected = await connectAll(entry, standIns);
    print(
      `${connected.length} channels on ${new Set(standIns.map(({ networkId }) => networkId)).size} networks, seed ${seed}`,
    );
    workers.push(startWorker(entry, stop.signal));
    const doomed = startDoomedWorker(db, { begunAt: realBegin, outside, seed });
    endDoomed = doomed.end;
    const before = await liveThrough({ standIns, life, forMs: forMs / 2 });
    print(`one of two workers was killed while ${await doomed.kill()} pieces of work were under way`);
    workers.push(startWorker(entry, stop.signal));
    const accidental = before + (await liveThrough({ standIns, life, forMs: forMs / 2 }));
    await clock.walk(() => rush(entry, rushMs));
    await settle({ entry, clock, connected });
    stop.abort();
    await Promise.all(workers);
    const { compared, differences } = await compareTotals(db, { agencyId: entry.agencyId, connected, begunAt });
    const drift = await driftOf(entry);
    const { lines, isKept } = verdict({
      requests: standIns.reduce((sum, standIn) => sum + standIn.requests.length, 0),
      accidental,
      refused: standIns.reduce((sum, standIn) => sum + standIn.refused(), 0),
      compared,
      differences,
      drift,
    });
    for (const line of lines) print(line);
    return isKept;
  } finally {
    stop.abort();
    endDoomed();
    await Promise.allSettled(workers);
    await Promise.all(standIns.map((standIn) => standIn.close()));
  }
};

const newEntry = async (db: Database, io: Io): Promise<Entry> => {
  const agencyId = await newAgency(db);
  const [owner] = await inAgency(db, { agencyId }, (tx) =>
    tx.execute<{ id: string; user_id: string }>(
      sql`select id, user_id from members where agency_id = ${agencyId}::uuid`,
    ),
  );
  if (owner === undefined) throw new Error("the agency has no owner");
  const actor = { userId: owner.user_id, memberId: owner.id, role: "owner" as const, name: "Soak", timeZone: "UTC" };
  return { db, io, agencyId, actor };
};

/** Time passes: people post and react, servers fail. Returns how many accidents were prepared. */
const liveThrough = async ({
  standIns,
  life,
  forMs,
}: {
  standIns: readonly StandIn[];
  life: Life;
  forMs: number;
}): Promise<number> => {
  const until = performance.now() + forMs;
  let prepared = 0;
  while (performance.now() < until) {
    for (const standIn of standIns) if (life.random() < livelyShare) liveOn(standIn, life);
    const chosen = standIns[Math.floor(life.random() * standIns.length)];
    const accident = accidents[Math.floor(life.random() * accidents.length)];
    const times = 1 + Math.floor(life.random() * 6);
    if (chosen !== undefined && accident !== undefined) chosen.chaos(accident, times);
    prepared += times;
    await setTimeout(100);
  }
  for (const standIn of standIns) standIn.chaos(null);
  return prepared;
};
