import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode, isConnectorError } from "../../contract/connector-error.ts";
import { classifyResponse } from "../../http/classify-response.ts";
import { readUsage } from "./graph-usage.ts";

/**
 * What an answer says where something went wrong (developers.facebook.com/docs/graph-api/guides/error-handling, read in
 * November 2026). The HTTP status is 400 for nearly everything, so only the numbers tell; texts change and are translated.
 */
export const failureSchema = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().nullish(),
    is_transient: z.boolean().nullish(),
  }),
});
export type Failure = z.infer<typeof failureSchema>["error"];

/** The network's own numbers, as the cause of the error that callers read. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly code: number;
  readonly subcode: number | null;

  constructor({ code, error_subcode: subcode }: Failure) {
    super(`Graph error ${code}/${subcode ?? "none"}`);
    this.code = code;
    this.subcode = subcode ?? null;
  }
}

export interface FailedAnswer {
  networkId: string;
  status: number;
  headers: Headers;
  body: string;
  /** Epoch milliseconds. */
  now: number;
}

/** A limit that names no time ends with its window, which is an hour long; calls in between prolong it. */
const unnamedLimitMs = 60 * 60_000;

export function graphFailure({ networkId, status, headers, body, now }: FailedAnswer): ConnectorError {
  const failure = parseFailure(body);
  const meaning = failure === null ? undefined : () => meaningOf(failure);
  const plain = classifyResponse({ networkId, status: status === 200 ? 400 : status, headers, body, now, meaning });
  const namedMs = readUsage(headers).waitMs ?? (headers.has("retry-after") ? plain.retryAfterMs : undefined);
  const retryAfterMs = plain.code === "rate-limited" ? (namedMs ?? unnamedLimitMs) : plain.retryAfterMs;
  return new ConnectorError({
    networkId,
    code: plain.code,
    status,
    message: plain.message,
    retryable: plain.retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(failure !== null && { cause: new GraphError(failure) }),
  });
}

function parseFailure(body: string): Failure | null {
  try {
    return failureSchema.parse(JSON.parse(body)).error;
  } catch {
    return null;
  }
}

/** App, user, page and custom limits; limits of a business use case are 80000 to 80014. */
const limitCodes: ReadonlySet<number> = new Set([4, 17, 32, 341, 613]);
const limitSubcode = 2_446_079;
/** The token has ended, was revoked, or belongs to a session that is over. */
const tokenCodes: ReadonlySet<number> = new Set([102, 190]);
/** A capability, a permission, and an account that may not act for now; single permissions are 200 to 299. */
const permissionCodes: ReadonlySet<number> = new Set([3, 10, 368]);
/** Their own trouble. */
const transientCodes: ReadonlySet<number> = new Set([1, 2]);

function meaningOf({
  code,
  error_subcode: subcode,
  is_transient: isTransient,
}: Failure): ConnectorErrorCode | undefined {
  if (limitCodes.has(code) || (code >= 80_000 && code <= 80_014) || subcode === limitSubcode) return "rate-limited";
  if (tokenCodes.has(code)) return "unauthorized";
  if (code === 803 || (code === 100 && subcode === missingSubcode)) return "not-found";
  if (permissionCodes.has(code) || (code >= 200 && code <= 299)) return "forbidden";
  if (transientCodes.has(code) || isTransient === true) return "unavailable";
  return "malformed";
}

/** "Object does not exist, cannot be loaded due to missing permissions, or does not support this operation". */
const missingSubcode = 33;

/** A parameter that the network does not take, such as a metric that it has ended (code 100). */
export const isRefusedParameter = (error: unknown): boolean =>
  isConnectorError(error) &&
  error.cause instanceof GraphError &&
  error.cause.code === 100 &&
  error.cause.subcode !== missingSubcode;

/** A post from before its account became a professional one has no insights (code 100). */
export const isTooEarly = (error: unknown): boolean =>
  isConnectorError(error) && error.cause instanceof GraphError && error.cause.subcode === tooEarlySubcode;

const tooEarlySubcode = 2_108_006;

/** "Please reduce the amount of data": the same code as their own trouble, and gone when less is asked. */
export const isTooMuch = (error: unknown): boolean =>
  isConnectorError(error) && error.cause instanceof GraphError && error.cause.code === 1;

/** Whether the network will not tell this to this app or account, whatever else it tells. */
export const isWithheld = (error: unknown): boolean =>
  isRefusedParameter(error) || (isConnectorError(error) && error.code === "forbidden");
