import { createHmac } from "node:crypto";
import type { AppCredentials } from "../contract/sign-in.ts";

/** A token of OAuth 1.0a with the secret that signs for it. */
export interface OAuth1Token {
  readonly token: string;
  readonly secret: string;
}

export interface SignedRequest {
  method: string;
  /** With its query, which is signed. */
  url: URL;
  app: AppCredentials;
  /** Absent for the request token, which is what there is none for yet. */
  token?: OAuth1Token | undefined;
  /** Epoch milliseconds. */
  now: number;
  /** Never the same twice within a second. */
  nonce: string;
  /** Parameters of the protocol's steps, such as `oauth_callback`. */
  extra?: Readonly<Record<string, string>>;
  /** Fields of a form in the body; a file among them is not signed. */
  form?: Readonly<Record<string, string>>;
}

/** The Authorization header of a request signed with HMAC-SHA1 (RFC 5849, sections 3.4 and 3.5.1). */
export function oauth1Header(request: SignedRequest): string {
  const { app, token, now, nonce, extra = {}, form = {} } = request;
  const params: Record<string, string> = {
    oauth_consumer_key: app.id,
    oauth_nonce: nonce,
    oauth_signature_method: "HMAC-SHA1",
    oauth_timestamp: String(Math.floor(now / 1_000)),
    oauth_version: "1.0",
    ...(token === undefined ? {} : { oauth_token: token.token }),
    ...extra,
  };
  const oauth_signature = oauth1Signature({
    method: request.method,
    url: request.url,
    params: [...request.url.searchParams, ...Object.entries(params), ...Object.entries(form)],
    secrets: { app: app.secret, token: token?.secret ?? "" },
  });
  const fields = Object.entries({ ...params, oauth_signature });
  return `OAuth ${fields.map(([name, value]) => `${percent(name)}="${percent(value)}"`).join(", ")}`;
}

export interface SignatureInput {
  method: string;
  url: URL;
  /** All that is signed: of the query, of a form, of the protocol; names may repeat. */
  params: readonly (readonly [string, string])[];
  secrets: { app: string; token: string };
}

/** The signature alone, in base64. */
export function oauth1Signature({ method, url, params, secrets }: SignatureInput): string {
  const sorted = params
    .map(([name, value]) => [percent(name), percent(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join("="))
    .join("&");
  const base = [method.toUpperCase(), `${url.origin}${url.pathname}`, sorted].map(percent).join("&");
  return createHmac("sha1", `${percent(secrets.app)}&${percent(secrets.token)}`)
    .update(base)
    .digest("base64");
}

/** Percent-encoded names are ASCII, so that comparing code units compares bytes. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986: what `encodeURIComponent` leaves alone beyond letters, digits and `-._~` is encoded as well. */
const percent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
