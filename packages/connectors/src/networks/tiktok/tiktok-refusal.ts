import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode } from "../../contract/connector-error.ts";
import { classifyResponse } from "../../http/classify-response.ts";

const networkId = "tiktok";

/** A window of one minute that slides, per endpoint (developers.tiktok.com/doc/tiktok-api-v2-rate-limit). */
const windowMs = 60_000;

/** developers.tiktok.com/doc/tiktok-api-v2-error-handling, read in November 2026. */
const codes: Readonly<Record<string, ConnectorErrorCode>> = {
  access_token_invalid: "unauthorized",
  rate_limit_exceeded: "rate-limited",
  internal_error: "unavailable",
  scope_not_authorized: "forbidden",
  scope_permission_missed: "forbidden",
};

/** People may allow a part of what is asked; renewing the token does not help then, asking again does. */
const scopeCodes: ReadonlySet<string> = new Set(["scope_not_authorized", "scope_permission_missed"]);

const bodySchema = z.union([
  z.object({ error: z.object({ code: z.string() }) }).transform(({ error }) => error.code),
  z.object({ code: z.string() }).transform(({ code }) => code),
]);

/** The code that a body names, inside its error or beside it: the documentation shows both; null where it names none. */
export function codeOf(body: string): string | null {
  try {
    return bodySchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

export interface Refused {
  response: Response;
  code: string | null;
  /** Epoch milliseconds. */
  now: number;
}

/** TikTok says by a word in the body what is wrong, and never how long a limit lasts. */
export function tiktokRefusal({ response, code, now }: Refused): ConnectorError {
  const { status, headers } = response;
  if (code !== null && scopeCodes.has(code)) {
    const message =
      "TikTok was allowed to share a part of the account only. Connect the channel again and allow all of it.";
    return new ConnectorError({ networkId, code: "forbidden", status, message, needsReconnect: true });
  }
  const meaning = () => codes[code ?? ""];
  const error = classifyResponse({ networkId, status, headers, body: "", now, meaning });
  if (error.code !== "rate-limited" || headers.has("retry-after")) return error;
  return new ConnectorError({ networkId, code: error.code, status, message: error.message, retryAfterMs: windowMs });
}
