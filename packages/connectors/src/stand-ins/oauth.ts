import { createHash, randomBytes } from "node:crypto";
import type { AppCredentials } from "../contract/sign-in.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";

/** The app that every stand-in knows. */
export const standInApp: AppCredentials = { id: "stand-in-app", secret: "stand-in-app-secret" };

export interface OAuthOptions {
  now: () => number;
  /** How long an access token lives, ms; null for ever. */
  accessMs: number | null;
  /** How long a refresh token lives, ms; null for ever, 0 where none is given. */
  refreshMs: number | null;
  /** Whether a refresh token dies with its use; the old one's second use then ends the grant. */
  rotates: boolean;
  /** The name of the app's id in requests. */
  idName?: string;
  /** How the challenge of PKCE is written; as the standard says where it is left out. */
  challenge?: "hex";
  /** Whose account it is, on the page that asks. */
  owner: string;
}

interface Grant {
  isAlive: boolean;
  access: string;
  accessUntil: number;
  refresh: string;
  refreshUntil: number;
}

/** The sign-in of a network: a page that asks, codes that work once within half a minute, tokens that end. */
export interface StandInOAuth {
  /** GET shows the page, POST is the person who agrees. */
  authorize: (request: StandInRequest) => StandInReply;
  token: (request: StandInRequest) => StandInReply;
  /** Whether a request carries an access token that is good now. */
  accepts: (request: StandInRequest) => boolean;
  /** A person takes the permission back. */
  revoke: () => void;
  /** Exchanges outside the standard, such as a longer token for a short one: a new access token of the same grant. */
  reissue: (access: string, accessMs: number) => string | null;
}

/** docs: RFC 6749, sections 4.1 and 6; RFC 7636 (PKCE). X gives codes 30 s (docs.x.com, read in November 2026). */
const codeMs = 30_000;

export function standInOAuth(options: OAuthOptions): StandInOAuth {
  const { now } = options;
  const codes = new Map<string, { until: number; challenge: string | null; redirectUri: string }>();
  const grants: Grant[] = [];
  const idName = options.idName ?? "client_id";

  const fail = (error: string, status = 400) => json({ error, error_description: error }, { status });
  const newGrant = (): Grant => {
    const grant = { isAlive: true, access: "", accessUntil: 0, refresh: "", refreshUntil: 0 };
    grants.push(grant);
    return renew(grant);
  };
  const renew = (grant: Grant): Grant => {
    grant.access = `access-${randomBytes(12).toString("hex")}`;
    grant.accessUntil = options.accessMs === null ? Number.POSITIVE_INFINITY : now() + options.accessMs;
    // A refresh token that stays keeps its end.
    if (grant.refresh !== "" && !options.rotates) return grant;
    grant.refresh = `refresh-${randomBytes(12).toString("hex")}`;
    grant.refreshUntil = options.refreshMs === null ? Number.POSITIVE_INFINITY : now() + options.refreshMs;
    return grant;
  };
  const answer = (grant: Grant) =>
    json({
      token_type: "bearer",
      access_token: grant.access,
      ...(options.accessMs === null ? {} : { expires_in: options.accessMs / 1_000 }),
      ...(options.refreshMs === 0 ? {} : { refresh_token: grant.refresh }),
      ...(options.refreshMs === null || options.refreshMs === 0
        ? {}
        : { refresh_expires_in: Math.floor((grant.refreshUntil - now()) / 1_000) }),
    });

  /** By code or refresh token that was used. */
  const spent = new Map<string, Grant>();
  const byCode = (form: URLSearchParams): StandInReply => {
    const name = form.get("code") ?? "";
    const code = codes.get(name);
    codes.delete(name);
    // Whoever brings a code a second time may have stolen it: what the first use gave ends (RFC 6749, 4.1.2).
    const first = spent.get(name);
    if (first !== undefined) first.isAlive = false;
    if (code === undefined || now() > code.until || form.get("redirect_uri") !== code.redirectUri) {
      return fail("invalid_grant");
    }
    if (code.challenge !== null && code.challenge !== challengeOf(form.get("code_verifier") ?? "", options)) {
      return fail("invalid_grant");
    }
    const grant = newGrant();
    spent.set(name, grant);
    return answer(grant);
  };
  const byRefresh = (form: URLSearchParams): StandInReply => {
    const token = form.get("refresh_token") ?? "";
    const stolen = spent.get(token);
    if (stolen !== undefined) stolen.isAlive = false;
    const grant = grants.find((one) => one.isAlive && one.refresh === token && now() <= one.refreshUntil);
    if (grant === undefined) return fail("invalid_grant");
    if (options.rotates) spent.set(token, grant);
    return answer(renew(grant));
  };

  return {
    authorize: ({ method, query }) => {
      const redirectUri = query.get("redirect_uri") ?? "";
      if (query.get(idName) !== standInApp.id || URL.parse(redirectUri) === null) {
        return { status: 400, headers: html, body: "<h1>This app is not known</h1>" };
      }
      if (method === "GET") return { headers: html, body: askingPage(options.owner, query.get("scope") ?? "") };
      const code = `code-${randomBytes(12).toString("hex")}`;
      codes.set(code, { until: now() + codeMs, challenge: query.get("code_challenge"), redirectUri });
      const location = new URL(redirectUri);
      location.searchParams.set("code", code);
      location.searchParams.set("state", query.get("state") ?? "");
      return { status: 302, headers: { location: location.href }, body: "" };
    },
    token: (request) => {
      const form = new URLSearchParams(request.body);
      if (!isApp(request, { form, idName })) return unknownApp(request);
      switch (form.get("grant_type")) {
        case "authorization_code":
          return byCode(form);
        case "refresh_token":
          return options.refreshMs === 0 ? fail("unsupported_grant_type") : byRefresh(form);
        default:
          return fail("unsupported_grant_type");
      }
    },
    accepts: ({ headers, query }) => {
      const token = headers.authorization?.replace(/^bearer /i, "") ?? query.get("access_token");
      return grants.some((one) => one.isAlive && one.access === token && now() < one.accessUntil);
    },
    revoke: () => {
      for (const grant of grants) grant.isAlive = false;
    },
    reissue: (access, accessMs) => {
      const grant = grants.find((one) => one.isAlive && one.access === access && now() < one.accessUntil);
      if (grant === undefined) return null;
      renew(grant).accessUntil = now() + accessMs;
      return grant.access;
    },
  };
}

const html = { "content-type": "text/html; charset=utf-8" };

const askingPage = (owner: string, scope: string): string =>
  `<!doctype html><html lang="en"><head><title>Allow access</title></head><body><h1>Allow Headroom to read @${owner}?</h1>` +
  `<p>${scope.replace(/[^\w.,: -]/g, "")}</p><form method="post"><button>Allow</button></form></body></html>`;

const challengeOf = (verifier: string, { challenge }: OAuthOptions): string =>
  createHash("sha256")
    .update(verifier)
    .digest(challenge ?? "base64url");

/** An app that showed itself in a header is asked for its credentials in one too (RFC 6749, 5.2; so does oidc-provider 9.13). */
const unknownApp = ({ headers }: StandInRequest): StandInReply =>
  json(
    { error: "invalid_client", error_description: "client authentication failed" },
    { status: 401, headers: headers.authorization ? { "www-authenticate": 'Basic realm="stand-in"' } : {} },
  );

const isApp = ({ headers }: StandInRequest, { form, idName }: { form: URLSearchParams; idName: string }): boolean => {
  const basic = Buffer.from(headers.authorization?.replace(/^basic /i, "") ?? "", "base64").toString();
  const [id, secret] = headers.authorization
    ? basic.split(":").map(decodeURIComponent)
    : [form.get(idName), form.get("client_secret")];
  return id === standInApp.id && secret === standInApp.secret;
};
