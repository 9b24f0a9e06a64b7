import { ConnectorError } from "../../contract/connector-error.ts";
import { classifyResponse } from "../../http/classify-response.ts";

const networkId = "linkedin";
const dayMs = 86_400_000;

/**
 * The version of the API that is spoken: of July 2026, at the least good until July 2027, since each lives for twelve months
 * or more (learn.microsoft.com/linkedin/marketing/versioning, read in November 2026). Afterwards every request is answered 426.
 */
export const linkedinVersion = "202607";

/**
 * LinkedIn's refusals (learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and rate-limits, read in
 * November 2026). Limits are those of a day in UTC, and LinkedIn does not say that it ends.
 */
export function linkedinRefusal({ response, now }: { response: Response; now: number }): ConnectorError {
  const { status, headers } = response;
  if (status === 426) {
    const message = `LinkedIn has switched off version ${linkedinVersion} of its interface. Headroom has to be updated.`;
    return new ConnectorError({ networkId, code: "malformed", status, message, retryable: false });
  }
  const error = classifyResponse({ networkId, status, headers, body: "", now });
  if (error.code !== "rate-limited" || headers.has("retry-after")) return error;
  const retryAfterMs = dayMs - (now % dayMs);
  return new ConnectorError({ networkId, code: error.code, status, message: error.message, retryAfterMs });
}
