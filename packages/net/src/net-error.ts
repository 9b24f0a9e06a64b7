export type NetErrorCode =
  | "blocked-address"
  | "too-large"
  | "timeout"
  | "too-many-redirects"
  | "dns"
  | "connection"
  | "bad-url";

const retryableCodes: ReadonlySet<NetErrorCode> = new Set(["timeout", "dns", "connection"]);

/** Why no whole answer came. The message is safe to show: it names a host, never an address inside our network. */
export class NetError extends Error {
  override readonly name = "NetError";
  readonly code: NetErrorCode;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;

  constructor(code: NetErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.retryable = retryableCodes.has(code);
  }
}

/** True for an error of this package. */
export const isNetError = (error: unknown): error is NetError => error instanceof NetError;

/** The NetError behind whatever a socket, a resolver or an abort threw. */
export function toNetError(error: unknown, host: string): NetError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isNetError(cause)) return cause;
    if (timeoutNames.has(cause.name)) {
      return new NetError("timeout", `${host} took too long to answer.`, { cause: error });
    }
  }
  return new NetError("connection", `The connection to ${host} failed.`, { cause: error });
}

const timeoutNames: ReadonlySet<string> = new Set([
  "TimeoutError",
  "ConnectTimeoutError",
  "HeadersTimeoutError",
  "BodyTimeoutError",
]);
