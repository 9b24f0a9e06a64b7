import type { StandIn } from "@headroom/connectors/stand-ins";
import { type Database, inAgency, members } from "@headroom/db";
import { composeIo, type Entry, type IoSettings } from "@headroom/services";
import { allowedByLimits } from "./allowed-by-limits.ts";
import { newAgency } from "./bench-agency.ts";
import { startBenchWorker } from "./bench-worker.ts";
import { type Figure, median } from "./figure.ts";
import { connectLoad, keepDue, networkIds, networkOf, startAccounts, takeBursts } from "./sync-load.ts";

/** Until a stand-in answers, ms. */
const latencyMs = 50;
/** Until readings run as they do in the long run, ms. */
const warmUpMs = 25_000;
const unboundMs = 15_000;
const boundMs = 45_000;
/** Each account may be asked so often in the long run, requests/s: few enough that limits bind, and not the machine. */
const grantedPerSecond = 2;
/** How often what was read is made due again, ms. */
const duePauseMs = 200;
/** In the end the worker may hold so many times the memory of the beginning. */
const mostGrowth = 1.15;
/** No limit binds. */
const generous = 1e9;

/** Channels that are always due, read by a worker of its own: how much of what the networks' limits allow is asked. */
export const measureSync = async (db: Database, say: (line: string) => void): Promise<Figure[]> => {
  const standIns = await startAccounts(latencyMs);
  try {
    const settings = (factors: Readonly<Record<string, number>>) => settingsOf(standIns, factors);
    const unlimited = settings(Object.fromEntries(networkIds.map((id) => [id, generous])));
    const entry = await newEntry(db, unlimited);
    const channels = await connectLoad(entry, standIns);
    say(`reading ${channels} channels on ${standIns.length} accounts of ${networkIds.length} networks for two minutes`);
    const unbound = await load(entry, { standIns, settings: unlimited, forMs: unboundMs });
    const factors = factorsFor(unbound);
    const bound = await load(entry, { standIns, settings: settings(factors), forMs: boundMs });
    const name = `requests about ${channels} channels that are always due, ${latencyMs} ms away`;
    return [
      againstLimits(`${name}, against what the networks' limits allow`, bound, factors),
      { name: `${name}, without limits`, value: `${perSecond(unbound).toFixed(1)} requests/s` },
      memoryOf(bound),
    ];
  } finally {
    await Promise.all(standIns.map((standIn) => standIn.close()));
  }
};

const settingsOf = (standIns: readonly StandIn[], factors: Readonly<Record<string, number>>): IoSettings => ({
  sealKey: Buffer.alloc(32, 1).toString("base64"),
  oldSealKeys: "",
  allowedPrivateHosts: "127.0.0.1",
  // Where people name the host, each account has its own.
  networkBaseUrls: JSON.stringify(
    Object.fromEntries(
      standIns.flatMap(({ networkId, url, connectFields }) =>
        Object.keys(connectFields).length > 0 ? [] : [[networkId, url]],
      ),
    ),
  ),
  networkLimitFactors: JSON.stringify(factors),
  networkApps: JSON.stringify(
    Object.fromEntries(standIns.flatMap(({ networkId, app }) => (app ? [[networkId, app]] : []))),
  ),
  uploadFolder: "/nowhere",
  publicUrl: "https://headroom.example",
});

const newEntry = async (db: Database, settings: IoSettings): Promise<Entry> => {
  const agencyId = await newAgency(db);
  const [owner] = await inAgency(db, { agencyId }, (tx) => tx.select().from(members));
  if (owner === undefined) throw new Error("no owner");
  const { id: memberId, userId, role, name, timeZone } = owner;
  return { db, io: composeIo(settings), agencyId, actor: { memberId, userId, role, name, timeZone } };
};

/** What was asked of each account in a time, and what the worker held meanwhile. */
interface Run {
  asked: { standIn: StandIn; requests: readonly string[] }[];
  forMs: number;
  megabytes: readonly number[];
}

interface Load {
  standIns: readonly StandIn[];
  settings: IoSettings;
  forMs: number;
}

const load = async (entry: Entry, { standIns, settings, forMs }: Load): Promise<Run> => {
  await takeBursts({ ...entry, io: composeIo(settings) }, standIns);
  const worker = startBenchWorker(entry.db.url, settings);
  let lastRound: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    lastRound = keepDue(entry);
  }, duePauseMs);
  try {
    await worker.watch(warmUpMs);
    const before = standIns.map(({ requests }) => requests.length);
    const begun = performance.now();
    const megabytes = await worker.watch(forMs);
    const asked = standIns.map((standIn, n) => ({ standIn, requests: standIn.requests.slice(before[n]) }));
    return { asked, forMs: performance.now() - begun, megabytes };
  } finally {
    clearInterval(timer);
    await lastRound;
    await worker.stop();
  }
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const perSecond = ({ asked, forMs }: Run): number =>
  (sum(asked.map(({ requests }) => requests.length)) * 1_000) / forMs;

/** How many times each network grants its documented limits here: with the requests that readings make, `grantedPerSecond` for an account. */
const factorsFor = ({ asked, forMs }: Run): Record<string, number> =>
  Object.fromEntries(
    networkIds.map((id) => {
      const requests = asked.flatMap((one) => (one.standIn.networkId === id ? one.requests : []));
      const allowed = allowedByLimits({ limits: networkOf(id).limits, factor: 1, requests, forMs });
      return [id, (grantedPerSecond * forMs) / 1_000 / allowed];
    }),
  );

const againstLimits = (name: string, run: Run, factors: Readonly<Record<string, number>>): Figure => {
  const shares = run.asked.map(({ standIn: { networkId }, requests }) => {
    const { limits } = networkOf(networkId);
    const allowed = allowedByLimits({ limits, factor: factors[networkId] ?? 1, requests, forMs: run.forMs });
    return { networkId, allowed, share: requests.length / allowed };
  });
  const [least] = shares.toSorted((a, b) => a.share - b.share);
  const allowedPerSecond = (sum(shares.map(({ allowed }) => allowed)) * 1_000) / run.forMs;
  return {
    name,
    value: `${perSecond(run).toFixed(1)} of ${allowedPerSecond.toFixed(1)} requests/s, least ${least?.share.toFixed(2)} at ${least?.networkId}`,
    ratio: perSecond(run) / allowedPerSecond,
    bound: { least: 0.8 },
  };
};

const memoryOf = ({ megabytes }: Run): Figure => {
  const third = Math.ceil(megabytes.length / 3);
  const [before, after] = [median(megabytes.slice(0, third)), median(megabytes.slice(-third))];
  return {
    name: "memory of the worker meanwhile, its last third against its first",
    value: `${after.toFixed(0)} MB after ${before.toFixed(0)} MB`,
    ratio: after / before,
    bound: { most: mostGrowth },
  };
};
