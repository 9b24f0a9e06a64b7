import { z } from "zod";
import type { ConnectorErrorCode } from "../../contract/connector-error.ts";

const xrpcErrorSchema = z.object({ error: z.string(), message: z.string().nullish() });

const meanings: Readonly<Record<string, ConnectorErrorCode>> = {
  ExpiredToken: "unauthorized",
  InvalidToken: "unauthorized",
  AuthMissing: "unauthorized",
  AuthenticationRequired: "unauthorized",
  AccountTakedown: "forbidden",
  AccountDeactivated: "forbidden",
  AccountSuspended: "forbidden",
  BlockedActor: "forbidden",
  BlockedByActor: "forbidden",
  NotFound: "not-found",
  AccountNotFound: "not-found",
  RecordNotFound: "not-found",
  RateLimitExceeded: "rate-limited",
};

/** Errors carry their meaning in the body: most are a 400, also an account that does not exist. */
export function xrpcMeaning({ status, body }: { status: number; body: string }): ConnectorErrorCode | undefined {
  if (status !== 400 && status !== 401) return undefined;
  const parsed = xrpcErrorSchema.safeParse(parseJson(body)).data;
  if (parsed === undefined) return undefined;
  if (parsed.error === "InvalidRequest" && /not found|unable to resolve/i.test(parsed.message ?? ""))
    return "not-found";
  if (parsed.error === "InvalidRequest" && /handle|did|at-identifier/i.test(parsed.message ?? ""))
    return "invalid-input";
  return meanings[parsed.error];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
