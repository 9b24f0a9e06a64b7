import { createHmac } from "node:crypto";
import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest } from "./server.ts";
import type { Actor, StandInPost } from "./store.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longMs = 60 * dayMs;

/**
 * An error of the Graph (developers.facebook.com/docs/graph-api/guides/error-handling, read in November 2026): nearly all
 * of them come as 400, and only the numbers differ.
 */
export const graphError = (
  code: number,
  { status = 400, subcode, headers = {} }: { status?: number; subcode?: number; headers?: Record<string, string> } = {},
): StandInReply =>
  json(
    {
      error: {
        message: `(#${code}) Something that a person may read`,
        type: "OAuthException",
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        fbtrace_id: "AbCdEfGh490",
      },
    },
    { status, headers },
  );

/** Each accident as the Graph tells it; the limit of a business use case names minutes (docs/graph-api/overview/rate-limiting). */
export const graphFailureOf =
  (limit: { type: string; code: number }) =>
  (mode: FailureMode, { resetAt, now }: { resetAt: number; now: number } = { resetAt: 0, now: 0 }): StandInReply => {
    switch (mode) {
      case "server-error":
        return graphError(2, { status: 500 });
      case "unauthorized":
        return graphError(190, { subcode: 463 });
      case "forbidden":
        return graphError(10, { status: 403 });
      case "not-found":
        return graphError(100, { subcode: 33 });
      case "rate-limited": {
        const minutes = Math.max(1, Math.ceil((resetAt - now) / 60_000));
        return graphError(limit.code, { headers: usageHeaders(limit.type, { percent: 100, minutes }) });
      }
      default:
        return mode satisfies never;
    }
  };

/** The usage of one business, in per cent, with the minutes to wait. */
export const usageHeaders = (
  type: string,
  { percent, minutes }: { percent: number; minutes: number },
): Record<string, string> => ({
  "x-business-use-case-usage": JSON.stringify({
    "1784140000000001": [
      { type, call_count: percent, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: minutes },
    ],
  }),
});

/** What `limitHeaders` of a server tells. */
export const limitHeadersOf =
  (type: string) =>
  ({ limit, remaining }: { limit: number; remaining: number }): Record<string, string> =>
    usageHeaders(type, { percent: Math.floor((100 * (limit - remaining)) / (limit + 1)), minutes: 0 });

export interface PageInput {
  url: string;
  request: StandInRequest;
  items: readonly object[];
  pageSize: number;
}

/** One page of a list. The address of the next one holds the token, as the real one does; the last has none. */
export function graphPage({ url, request: { path, query }, items, pageSize }: PageInput): StandInReply {
  const from = Number(Buffer.from(query.get("after") ?? "", "base64url").toString() || 0);
  const data = items.slice(from, from + Math.min(pageSize, Number(query.get("limit") ?? 25)));
  const end = from + data.length;
  const cursor = (at: number) => Buffer.from(String(at)).toString("base64url");
  const next = new URL(path, url);
  next.searchParams.set("access_token", "TOKEN-IN-AN-ADDRESS");
  next.searchParams.set("after", cursor(end));
  if (data.length === 0) return json({ data });
  const cursors = { before: cursor(from), after: cursor(end) };
  return json({ data, paging: { cursors, ...(end < items.length && { next: next.href }) } });
}

/** `2026-11-02T11:59:00+0000`. */
export const graphTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "+0000");

/** An account's number, beyond 2^53 as real ones are. */
export const graphId = (actor: Actor): string =>
  String(
    17_841_400_000_000_000n +
      ([...actor.id].reduce((sum, c) => sum * 31n + BigInt(c.codePointAt(0) ?? 0), 7n) % 10n ** 12n),
  );

export const newestFirst = (posts: readonly StandInPost[]): StandInPost[] =>
  posts.toSorted((a, b) => b.at - a.at || Number(BigInt(b.id) - BigInt(a.id)));

export const lifetime = (name: string, value: number | undefined) =>
  value === undefined ? [] : [{ name, period: "lifetime", values: [{ value }], title: name, id: `x/insights/${name}` }];

/** Whether a call is signed with the app's secret (docs/graph-api/guides/secure-requests). */
export const isSigned = ({ headers, query }: StandInRequest): boolean => {
  const token = headers.authorization?.replace(/^bearer /i, "") ?? "";
  return query.get("appsecret_proof") === createHmac("sha256", standInApp.secret).update(token).digest("hex");
};

/** Tokens that begin short, are exchanged for sixty days, and are renewed from their second day on while they live. */
export interface GraphTokens {
  oauth: StandInOAuth;
  byCode: (request: StandInRequest) => StandInReply;
  /** A token of sixty days for a short one. */
  lengthen: (token: string | null) => StandInReply;
  renew: (token: string | null) => StandInReply;
}

export function graphTokens({ now, owner }: { now: () => number; owner: string }): GraphTokens {
  const oauth = standInOAuth({ now, accessMs: hourMs, refreshMs: 0, rotates: false, owner });
  const issuedAt = new Map<string, number>();
  const reissue = (token: string | null): StandInReply => {
    const access = oauth.reissue(token ?? "", longMs);
    if (access === null) return graphError(190, { subcode: 463 });
    issuedAt.set(access, now());
    return json({ access_token: access, token_type: "bearer", expires_in: longMs / 1_000 });
  };
  return {
    oauth,
    byCode: (request) => {
      const reply = oauth.token(request);
      // Subcode 36009: the code has been used or has ended.
      return (reply.status ?? 200) === 200 ? reply : graphError(100, { subcode: 36_009 });
    },
    lengthen: reissue,
    renew: (token) => {
      const since = issuedAt.get(token ?? "");
      if (since === undefined || now() - since < dayMs) return graphError(100);
      return reissue(token);
    },
  };
}
