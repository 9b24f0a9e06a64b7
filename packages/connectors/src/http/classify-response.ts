import { clockOf, parseRetryAfterMs } from "@headroom/net";
import { ConnectorError, type ConnectorErrorCode } from "../contract/connector-error.ts";
import { resetMs } from "./read-limit.ts";

export interface FailedResponse {
  networkId: string;
  status: number;
  headers: Headers;
  body: string;
  /** Epoch milliseconds. */
  now: number;
  /** What the network means where the status alone would mislead. */
  meaning?: ResponseMeaning | undefined;
}

export type ResponseMeaning = (failed: { status: number; body: string }) => ConnectorErrorCode | undefined;

/** How long to stay away after a 429 that names no time: the shortest window the networks document is five minutes. */
const unnamedLimitMs = 5 * 60_000;

/** Turns a status into the error that callers read. The body is read for its code alone, never shown. */
export function classifyResponse({ networkId, status, headers, body, now, meaning }: FailedResponse): ConnectorError {
  const code = meaning?.({ status, body }) ?? codeOf(status);
  const retryAfterMs = waitMs(headers, now) ?? (code === "rate-limited" ? unnamedLimitMs : undefined);
  return new ConnectorError({
    networkId,
    code,
    status,
    message: messages[code],
    ...((code === "rate-limited" || code === "unavailable") && retryAfterMs !== undefined ? { retryAfterMs } : {}),
    ...(code === "malformed" ? { retryable: false } : {}),
  });
}

function codeOf(status: number): ConnectorErrorCode {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 429) return "rate-limited";
  if (status === 408 || status === 425 || status >= 500) return "unavailable";
  return "malformed";
}

/** What a code means while something is read. */
export const messages: Readonly<Record<ConnectorErrorCode, string>> = {
  unauthorized: "The network no longer accepts this connection. Connect the channel again.",
  forbidden: "The network does not allow this account to be read.",
  "not-found": "The network does not know this account or page.",
  "rate-limited": "The network asks for a pause. Reading goes on by itself later.",
  unavailable: "The network cannot be reached right now. Reading goes on by itself later.",
  malformed: "The network did not understand the request.",
  blocked: "This address is not on the public internet.",
  "invalid-input": "This is not an address that can be read.",
  "spend-cap": "The spending cap is reached. Reading goes on when it is raised or the next month begins.",
};

/** The wait in milliseconds that an answer names: Retry-After first, then the reset of an exhausted limit. */
const waitMs = (headers: Headers, now: number): number | undefined =>
  parseRetryAfterMs(headers.get("retry-after"), clockOf(headers, now)) ?? resetMs(headers, now);
