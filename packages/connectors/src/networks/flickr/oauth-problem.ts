/**
 * What refusals of a signed request mean (`oauth_problem`, wiki.oauth.net/ProblemReporting, as Flickr sends them with status
 * 400 or 401): the app's credentials are wrong, the token is, or another attempt may do.
 */
export const problems: Readonly<Record<string, "app" | "token" | "unavailable">> = {
  consumer_key_unknown: "app",
  consumer_key_rejected: "app",
  consumer_key_refused: "app",
  signature_invalid: "app",
  token_rejected: "token",
  token_revoked: "token",
  token_expired: "token",
  token_used: "token",
  verifier_invalid: "token",
  permission_denied: "token",
  permission_unknown: "token",
  nonce_used: "unavailable",
  timestamp_refused: "unavailable",
};

/** The problem that a body names; null where it names none. */
export const problemOf = (body: string): string | null => new URLSearchParams(body.trim()).get("oauth_problem");

/**
 * Flickr counts 3,600 requests an hour over all users of a key, answers 429 with a web page beyond that and names no end
 * (flickr.com/services/developer/api, sybrenstuvel/flickrapi issue 135): whoever waits an hour is within it again.
 */
export const limitWaitMs = 60 * 60_000;
