import { setTimeout } from "node:timers/promises";
import { type ChaosMode, type Life, liveOn, type StandIn } from "@headroom/connectors/stand-ins";
import { type Database, inAgency, sql } from "@headroom/db";
import { defaultTools, runWorker } from "@headroom/jobs";
import { guardedFetch } from "@headroom/net";
import { createSealer, type Entry, type Io, seededRandom } from "@headroom/services";
import { newAgency } from "../bench/bench-agency.ts";
import { compareTotals } from "./compare-totals.ts";
import { connectAll } from "./connect-all.ts";
import { driftOf } from "./drift.ts";
import { type QuickClock, quickClock } from "./quick-clock.ts";
import { settle } from "./settle.ts";
import { grantedShare, startWorld } from "./soak-world.ts";

export interface Soak {
  db: Database;
  /** Of real time with accidents, ms. */
  forMs: number;
  seed: number;
  print: (line: string) => void;
}

/** So many times as fast as the world. */
const speed = 120;

/** How many of the accounts see something happen at a step; a step is twelve seconds of their time. */
const livelyShare = 0.1;

/** Accidents that end by themselves; what only a person can mend has tests of its own. */
const accidents: readonly ChaosMode[] = ["server-error", "slow", "truncated", "html", "rate-limited"];

/**
 * Runs two workers over a stand-in of every network, with accidents, then lets the accounts rest and compares. Returns
 * whether nothing was lost or doubled and no limit was passed.
 */
export const runSoak = async ({ db, forMs, seed, print }: Soak): Promise<boolean> => {
  const clock = quickClock(speed);
  const life: Life = { now: clock.now, random: seededRandom(seed) };
  const standIns = await startWorld(clock, life);
  const entry = await newEntry(db, soakIo({ clock, standIns, random: life.random }));
  const stop = new AbortController();
  const workers: Promise<void>[] = [];
  try {
    const begunAt = clock.now();
    const connected = await connectAll(entry, standIns);
    print(
      `${connected.length} channels on ${new Set(standIns.map(({ networkId }) => networkId)).size} networks, seed ${seed}`,
    );
    workers.push(startWorker(entry, stop.signal), startWorker(entry, stop.signal));
    const accidental = await liveThrough({ standIns, life, forMs });
    await settle({ entry, clock, connected });
    stop.abort();
    await Promise.all(workers);
    const { compared, differences } = await compareTotals(db, { agencyId: entry.agencyId, connected, begunAt });
    const drift = await driftOf(entry);
    const refused = standIns.reduce((sum, standIn) => sum + standIn.refused(), 0);
    const requests = standIns.reduce((sum, standIn) => sum + standIn.requests.length, 0);
    print(`${requests} requests, at most ${accidental} of them met an accident; ${refused} beyond a limit (0 allowed)`);
    print(`${compared} totals compared, ${differences.length} differ (0 allowed)`);
    for (const line of differences) print(`  ${line}`);
    print(`scores made anew differ by ${drift.toExponential(1)} at most (1e-9 allowed)`);
    return differences.length === 0 && refused === 0 && drift <= 1e-9;
  } finally {
    stop.abort();
    await Promise.allSettled(workers);
    await Promise.all(standIns.map((standIn) => standIn.close()));
  }
};

const soakIo = ({
  clock,
  standIns,
  random,
}: {
  clock: QuickClock;
  standIns: readonly StandIn[];
  random: () => number;
}): Io => ({
  now: clock.now,
  wait: clock.wait,
  random,
  fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"], idleTimeoutMs: 400, totalTimeoutMs: 2_000 }),
  sealer: createSealer([{ id: "soak", key: new Uint8Array(32).fill(1) }]),
  // Where people name the host, each account has its own.
  networkBaseUrls: Object.fromEntries(
    standIns.flatMap(({ networkId, url, connectFields }) =>
      Object.keys(connectFields).length > 0 ? [] : [[networkId, url]],
    ),
  ),
  networkLimitFactors: Object.fromEntries(standIns.map(({ networkId }) => [networkId, grantedShare])),
  limitGroup: "soak",
  networkApps: Object.fromEntries(standIns.flatMap(({ networkId, app }) => (app ? [[networkId, app]] : []))),
  publicUrl: "https://headroom.example",
  uploadFolder: "",
  log: () => {},
});

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

/** Looks for due work every few real milliseconds: on a clock this fast a nap would be days. */
const startWorker = ({ db, io }: Entry, signal: AbortSignal): Promise<void> =>
  runWorker({
    db,
    io,
    tools: defaultTools,
    concurrency: 6,
    heartbeatMs: 200,
    signal,
    onWork: async (wake) => {
      const timer = setInterval(wake, 25);
      return async () => clearInterval(timer);
    },
  });

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
