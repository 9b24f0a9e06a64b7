import { ConnectorError } from "@headroom/connectors";
import type { Database } from "@headroom/db";
import { clockOf, type GuardedFetch, isNetError, parseRetryAfterMs } from "@headroom/net";
import type { Io } from "../context/context.ts";
import { type Asker, type Gate, type Gates, gatesOf } from "./gates-of.ts";
import { closeGates, giveBack, noteFailure, noteSuccess, type Passage, passGate } from "./pass-gate.ts";
import { stopped, waitOrStop } from "./wait-or-stop.ts";

/** A request waits so long for its turn, ms; beyond that the caller comes back later. */
const patienceMs = 5_000;
/** Of a limit that its headers tell so much is left to others who use it, as a share. */
const reserveShare = 0.05;

/** How long a server that refuses without naming a time is left alone, ms: the shortest window that networks document. */
const unnamedRefusalMs = 5 * 60_000;

export interface Outside {
  db: Database;
  io: Io;
  /** The process is to end: nobody waits for a turn any more, and requests that need not wait still go out. */
  signal?: AbortSignal;
}

/**
 * A fetch that stays within the network's limits, which all processes share, believes what answers say of them, and leaves a
 * server alone that fails again and again. Throws a ConnectorError that was not asked (`wasAsked`) where it keeps a request
 * back: "rate-limited" or "unavailable", with the time left.
 */
export const gatedFetch =
  (outside: Outside, asker: Asker): GuardedFetch =>
  async (input, init) => {
    const url = new URL(input);
    const gates = gatesOf(asker, { method: init?.method ?? "GET", url });
    const server = await enter(outside, { asker, gates, host: url.hostname });
    const answer = await ask(outside, { server, send: () => outside.io.fetch(input, init) });
    await believe(outside, { asker, gates, answer });
    return answer;
  };

interface ServerState {
  key: string;
  failures: number;
  isProbe: boolean;
}

const enter = async (
  outside: Outside,
  { asker, gates: { server, limits }, host }: { asker: Asker; gates: Gates; host: string },
): Promise<ServerState> => {
  const { db, io, signal } = outside;
  const networkId = asker.network.id;
  const pass = async (gate: Gate) => {
    const isStopping = signal?.aborted === true;
    const passage = await passGate(db, { gate, now: io.now(), patienceMs: isStopping ? 0 : patienceMs });
    if (passage.is === "passed") return passage;
    throw isStopping && passage.is === "shut"
      ? stopped({ networkId, ms: passage.forMs })
      : pause(asker, { passage, host });
  };
  const { failures, isProbe } = await pass(server);
  const taken: { gate: Gate; fullAt: string }[] = [];
  try {
    let waitMs = 0;
    for (const gate of limits) {
      const turn = await pass(gate);
      taken.push({ gate, fullAt: turn.fullAt });
      waitMs = Math.max(waitMs, turn.waitMs);
    }
    if (waitMs > 0) await waitOrStop(outside, { networkId, ms: waitMs });
  } catch (error) {
    for (const turn of taken) await giveBack(db, turn);
    throw error;
  }
  return { key: server.key, failures, isProbe };
};

const pause = (
  { network: { id, title } }: Asker,
  { passage, host }: { passage: Exclude<Passage, { is: "passed" }>; host: string },
): ConnectorError => {
  const isBroken = passage.is === "broken";
  const soon = inWords(passage.forMs);
  return new ConnectorError({
    networkId: id,
    code: isBroken ? "unavailable" : "rate-limited",
    retryAfterMs: passage.forMs,
    wasAsked: false,
    message: isBroken
      ? `${host} failed several times in a row, so it is left alone and asked again ${soon}.`
      : `Nearly all that ${title} allows is used. Reading goes on by itself ${soon}.`,
  });
};

const minuteMs = 60_000;

const inWords = (ms: number): string => {
  if (ms < minuteMs) return "within a minute";
  const minutes = Math.ceil(ms / minuteMs);
  if (minutes < 120) return minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
  return `in ${Math.ceil(minutes / 60)} hours`;
};

/** Counts what the server itself did: an answer of any kind but 5xx shows that it is there. */
const ask = async (
  { db, io }: Outside,
  { server: { key, failures, isProbe }, send }: { server: ServerState; send: () => Promise<Response> },
): Promise<Response> => {
  const failed = async () => {
    const forMs = await noteFailure(db, { key, now: io.now(), isProbe });
    if (forMs !== null)
      io.log("A server is left alone after repeated failures", { gate: key, seconds: Math.round(forMs / 1_000) });
  };
  try {
    const answer = await send();
    if (answer.status >= 500) await failed();
    else if (failures > 0 || isProbe) await noteSuccess(db, key);
    return answer;
  } catch (error) {
    if (isNetError(error) && error.retryable) await failed();
    throw error;
  }
};

/** Closes what an answer says is used up, before a request finds out. */
const believe = async (
  { db, io }: Outside,
  { asker, gates: { server, limits }, answer: { headers, status } }: { asker: Asker; gates: Gates; answer: Response },
): Promise<void> => {
  const now = io.now();
  for (const { key, read } of limits) {
    const told = read?.(headers, now) ?? null;
    if (told === null || told.remaining > told.limit * reserveShare) continue;
    await closeGates(db, { keys: [key], until: told.resetAt, now });
  }
  const isRefused = status === 429 && asker.network.limits.refusedBy === "address";
  if (status !== 503 && !isRefused) return;
  const askedMs =
    parseRetryAfterMs(headers.get("retry-after"), clockOf(headers, now)) ?? (isRefused ? unnamedRefusalMs : 0);
  const keys = [server, ...limits].filter(({ scope }) => scope === "address").map(({ key }) => key);
  if (askedMs > 0) await closeGates(db, { keys, until: now + askedMs, now });
};
