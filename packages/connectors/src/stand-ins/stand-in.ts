import type { ConnectFields } from "../contract/network.ts";
import type { AppCredentials } from "../contract/sign-in.ts";
import type { DeliveryChaos } from "./deliveries.ts";
import type { StandInStore } from "./store.ts";

/** What goes wrong on purpose. */
export const chaosModes = [
  "server-error",
  "slow",
  "truncated",
  "html",
  "unauthorized",
  "forbidden",
  "not-found",
  "rate-limited",
] as const;
export type ChaosMode = (typeof chaosModes)[number];

export interface StandInOptions {
  /** Epoch milliseconds; the machine's clock when left out. */
  now?: () => number;
  /** Posts per page at most; the network's own page size when left out. */
  pageSize?: number;
  /** 0 picks a free port. */
  port?: number;
  /** Requests per window; further ones are answered as the network answers them. */
  limit?: { requests: number; windowMs: number };
  /** Until an answer begins, milliseconds; at once when left out. */
  latencyMs?: number;
  /** The account or site that the stand-in serves. */
  owner?: string;
  /** How the messages that it sends by itself go wrong. */
  deliveries?: DeliveryChaos;
}

export interface StandIn {
  networkId: string;
  /** Base URL without a trailing slash, on loopback. */
  url: string;
  store: StandInStore;
  /** The app that the stand-in knows, where people sign in on the network's own page. */
  app?: AppCredentials;
  /** The person takes her permission back. */
  revoke?: () => void;
  /** What a person enters in the network's console: where messages go. Whether the address answered as it should. */
  setCallback?: (input: { callbackUrl: string; verifyToken: string }) => Promise<boolean>;
  /** Resolves when all messages so far were sent; absent where none are. */
  settled?: () => Promise<void>;
  /** What a person would type to connect this account without a secret. */
  connectFields: ConnectFields;
  /** The same with the optional secret; equal to `connectFields` where the network asks for none. */
  connectFieldsWithSecret: ConnectFields;
  /** Makes the next `times` requests (all, when left out) go wrong; null ends it. */
  chaos: (mode: ChaosMode | null, times?: number) => void;
  /** Every request so far, as "GET /path?query". */
  requests: readonly string[];
  /** How many requests were made beyond the limit so far; accidents made on purpose are none of them. */
  refused: () => number;
  close: () => Promise<void>;
}
