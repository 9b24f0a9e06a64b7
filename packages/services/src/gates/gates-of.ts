import { createHash } from "node:crypto";
import type { Call, Limit, LimitScope, Network } from "@headroom/connectors";
import type { Io } from "../context/context.ts";

/** On whose behalf a network is asked. */
export interface Asker {
  network: Pick<Network, "id" | "title" | "limits">;
  /** The app's id at the network; absent where none is needed. */
  appId?: string;
  /** The network's id of the account; absent while it is not known. */
  account?: string;
  /** How many times the documented limits the network granted here. */
  factor: number;
  /** Requests are counted together with those of the same group. */
  group: string;
}

export const askerOf = (
  { networkLimitFactors, limitGroup }: Io,
  { network, appId, account }: Pick<Asker, "network" | "appId" | "account">,
): Asker => ({
  network,
  factor: networkLimitFactors[network.id] ?? 1,
  group: limitGroup,
  ...(appId === undefined ? {} : { appId }),
  ...(account === undefined ? {} : { account }),
});

/** One thing that a request has to pass: a row of `network_gates`. */
export interface Gate {
  key: string;
  scope: LimitScope;
  /** Time that a request takes of the limit, ms; 0 where it takes nothing. */
  costMs: number;
  /** How much of that may be taken at once, ms. */
  burstMs: number;
  read: Limit["read"];
}

/** Of a limit so much may be taken at once … */
const burstShare = 0.1;
/** … and so much in a whole window: requests on their way arrive closer together than they left. */
const windowShare = 0.98;

export interface Gates {
  /** Whether the server answers at all. */
  server: Gate;
  /** One for each limit that counts the call. */
  limits: Gate[];
}

export const gatesOf = (asker: Asker, call: Call): Gates => {
  const { id, limits } = asker.network;
  const key = gateKey([id, asker.group, "server", call.url.host]);
  return {
    server: { key, scope: "address", costMs: 0, burstMs: 0, read: undefined },
    limits: limits.each.flatMap((limit) => gateOf(asker, { call, limit }) ?? []),
  };
};

const gateOf = (asker: Asker, { call, limit }: { call: Call; limit: Limit }): Gate | null => {
  const units = limit.counts?.(call) ?? 1;
  const key = limitKey(asker, { limit, host: call.url.host });
  if (units === 0 || key === null) return null;
  return { key, scope: limit.scope, read: limit.read, ...pace({ limit, units, factor: asker.factor }) };
};

/** In a window of `windowMs` never more than `windowShare` of the limit: what may come at once and what comes back meanwhile. */
export const pace = ({
  limit: { requests, windowMs },
  units,
  factor,
}: {
  limit: Pick<Limit, "requests" | "windowMs">;
  units: number;
  factor: number;
}): Pick<Gate, "costMs" | "burstMs"> => {
  const most = requests * factor;
  if (most === Number.POSITIVE_INFINITY) return { costMs: 0, burstMs: 0 };
  const atOnce = Math.max(1, Math.floor(most * burstShare));
  const eachMs = windowMs / Math.max(most * windowShare - atOnce, windowShare / 2);
  return { costMs: units * eachMs, burstMs: Math.max(atOnce, units) * eachMs };
};

/** The gates that close when the network refuses an account or an app; what it refuses an address closes at the answer. */
export const keysOf = (asker: Asker, scope: LimitScope): string[] =>
  asker.network.limits.each
    .filter((limit) => limit.scope === scope)
    .flatMap((limit) => limitKey(asker, { limit, host: null }) ?? []);

const limitKey = (
  { network, group, appId, account }: Asker,
  { limit: { scope, name }, host }: { limit: Limit; host: string | null },
): string | null => {
  const whose = { app: appId, account, address: host }[scope];
  return whose == null ? null : gateKey([network.id, group, scope, name, whose]);
};

/** The table is every agency's: it holds hashes, so that nobody reads from it whose account is asked for. */
const gateKey = (parts: readonly string[]): string =>
  `${parts[0]}:${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22)}`;
