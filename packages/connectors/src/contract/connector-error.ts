import { longestWaitMs } from "@headroom/net";

export type ConnectorErrorCode =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "unavailable"
  | "malformed"
  | "blocked"
  | "invalid-input"
  /** A cap on spending would be passed. */
  | "spend-cap";

export interface ConnectorErrorOptions {
  networkId: string;
  code: ConnectorErrorCode;
  /** Plain words for a person; never holds a secret or a paging URL. */
  message: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  retryAfterMs?: number;
  /** Overrides what the code implies. */
  retryable?: boolean;
  /** Overrides what the code implies. */
  needsReconnect?: boolean;
  /** False where the request was kept back, so that the network never saw it. */
  wasAsked?: boolean;
  cause?: unknown;
}

const retryableCodes: ReadonlySet<ConnectorErrorCode> = new Set(["rate-limited", "unavailable", "malformed"]);

/** The one error an adapter throws. The adapter classifies; callers read the flags and never the message. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly networkId: string;
  readonly code: ConnectorErrorCode;
  readonly status: number | undefined;
  /** Whether the same call may succeed later without a person doing anything. */
  readonly retryable: boolean;
  /** Milliseconds to wait at least, where the network said so; a month at most. */
  readonly retryAfterMs: number | undefined;
  /** Whether a person has to connect the channel again. */
  readonly needsReconnect: boolean;
  /** Whether the request may have reached the network. */
  readonly wasAsked: boolean;

  constructor(options: ConnectorErrorOptions) {
    super(options.message, { cause: options.cause });
    this.networkId = options.networkId;
    this.code = options.code;
    this.status = options.status;
    this.retryable = options.retryable ?? retryableCodes.has(options.code);
    this.retryAfterMs = options.retryAfterMs === undefined ? undefined : Math.min(options.retryAfterMs, longestWaitMs);
    this.needsReconnect = options.needsReconnect ?? options.code === "unauthorized";
    this.wasAsked = options.wasAsked ?? true;
  }
}

/** True for an error that an adapter classified. */
export const isConnectorError = (error: unknown): error is ConnectorError => error instanceof ConnectorError;
