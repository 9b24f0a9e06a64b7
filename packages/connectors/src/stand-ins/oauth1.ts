import { randomBytes } from "node:crypto";
import { oauth1Signature } from "../http/oauth1.ts";
import { standInApp } from "./oauth.ts";
import type { StandInReply, StandInRequest } from "./server.ts";

export interface OAuth1Options {
  now: () => number;
  /** Whose account it is, on the page that asks, and by id. */
  owner: string;
  nsid: string;
}

/** A sign-in of OAuth 1.0a: signed requests, request tokens that work once, access tokens that end only by revocation. */
export interface StandInOAuth1 {
  requestToken: (request: StandInRequest) => StandInReply;
  /** GET shows the page, POST is the person who agrees. */
  authorize: (request: StandInRequest) => StandInReply;
  accessToken: (request: StandInRequest) => StandInReply;
  /** What is wrong with a signed request, as `oauth_problem` names it; null where it is good. */
  problem: (request: StandInRequest) => string | null;
  /** Whether its access token is still allowed. */
  isAllowed: (request: StandInRequest) => boolean;
  /** Whether the person agreed to more than reading. */
  mayWrite: (request: StandInRequest) => boolean;
  revoke: () => void;
}

/** A request is refused when its clock is further away than this, ms. */
const clockMs = 5 * 60_000;

/** docs: RFC 5849, sections 2 and 3; flickr.com/services/api/auth.oauth.html, read in November 2026. */
export function standInOAuth1({ now, owner, nsid }: OAuth1Options): StandInOAuth1 {
  const pending = new Map<string, { secret: string; callback: string; verifier: string | null; perms: string }>();
  const access = new Map<string, { secret: string; isAllowed: boolean; perms: string }>();
  const nonces = new Set<string>();
  const fresh = (): string => randomBytes(8).toString("hex");

  const problem = (request: StandInRequest, secretOf: (token: string) => string | undefined): string | null => {
    const params = authorizationOf(request);
    if (params.get("oauth_consumer_key") !== standInApp.id) return "consumer_key_unknown";
    const token = params.get("oauth_token");
    const tokenSecret = token === undefined ? "" : secretOf(token);
    if (tokenSecret === undefined) return "token_rejected";
    const at = Number(params.get("oauth_timestamp")) * 1_000;
    if (!(Math.abs(at - now()) <= clockMs)) return "timestamp_refused";
    const signature = params.get("oauth_signature");
    params.delete("oauth_signature");
    const expected = oauth1Signature({
      method: request.method,
      url: new URL(request.path, `http://${request.headers.host}`),
      params: [...request.query, ...params, ...fieldsOf(request.form)],
      secrets: { app: standInApp.secret, token: tokenSecret },
    });
    if (signature !== expected) return "signature_invalid";
    const nonce = params.get("oauth_nonce") ?? "";
    if (nonces.has(nonce)) return "nonce_used";
    nonces.add(nonce);
    return null;
  };

  const grantOf = (request: StandInRequest) => access.get(authorizationOf(request).get("oauth_token") ?? "");

  return {
    requestToken: (request) => {
      const wrong = problem(request, () => undefined);
      if (wrong !== null) return refusal(wrong);
      const token = `request-${fresh()}`;
      const secret = fresh();
      const callback = authorizationOf(request).get("oauth_callback") ?? "oob";
      pending.set(token, { secret, callback, verifier: null, perms: "" });
      return form({ oauth_callback_confirmed: "true", oauth_token: token, oauth_token_secret: secret });
    },
    authorize: ({ method, query }) => {
      const token = query.get("oauth_token") ?? "";
      const asked = pending.get(token);
      const callback = URL.parse(asked?.callback ?? "");
      if (asked === undefined || callback === null) return page("This sign-in is not known", 400);
      const perms = query.get("perms") ?? "read";
      if (method === "GET") return page(`Allow Headroom to ${perms} ${owner}?`);
      Object.assign(asked, { verifier: fresh(), perms });
      callback.searchParams.set("oauth_token", token);
      callback.searchParams.set("oauth_verifier", asked.verifier ?? "");
      return { status: 302, headers: { location: callback.href }, body: "" };
    },
    accessToken: (request) => {
      const wrong = problem(request, (token) => pending.get(token)?.secret);
      if (wrong !== null) return refusal(wrong);
      const params = authorizationOf(request);
      const asked = pending.get(params.get("oauth_token") ?? "");
      if (asked?.verifier == null || asked.verifier !== params.get("oauth_verifier"))
        return refusal("verifier_invalid");
      pending.delete(params.get("oauth_token") ?? "");
      const token = `access-${fresh()}`;
      const secret = fresh();
      access.set(token, { secret, isAllowed: true, perms: asked.perms });
      return form({
        fullname: owner,
        oauth_token: token,
        oauth_token_secret: secret,
        user_nsid: nsid,
        username: owner.toLowerCase(),
      });
    },
    problem: (request) => problem(request, (token) => access.get(token)?.secret),
    isAllowed: (request) => grantOf(request)?.isAllowed === true,
    mayWrite: (request) => grantOf(request)?.perms === "write",
    revoke: () => {
      for (const grant of access.values()) grant.isAllowed = false;
    },
  };
}

/** The parameters in `Authorization: OAuth a="b", c="d"`. */
function authorizationOf({ headers }: StandInRequest): Map<string, string> {
  const pairs = (headers.authorization ?? "").matchAll(/(\w+)="([^"]*)"/g);
  return new Map([...pairs].map(([, name = "", value = ""]) => [name, decodeURIComponent(value)]));
}

/** The file of a form is not signed. */
const fieldsOf = (given: FormData): [string, string][] =>
  [...given].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));

const form = (fields: Readonly<Record<string, string>>): StandInReply => ({
  headers: { "content-type": "text/plain;charset=UTF-8" },
  body: new URLSearchParams(fields).toString(),
});

/** As Flickr refuses what is not signed well. */
export const refusal = (problem: string): StandInReply => ({
  status: 401,
  headers: { "content-type": "text/plain;charset=UTF-8" },
  body: `oauth_problem=${problem}`,
});

const page = (title: string, status = 200): StandInReply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body:
    `<!doctype html><html lang="en"><head><title>Flickr</title></head><body><h1>${title.replace(/[^\w ?]/g, "")}</h1>` +
    `<form method="post"><button>Allow</button></form></body></html>`,
});
