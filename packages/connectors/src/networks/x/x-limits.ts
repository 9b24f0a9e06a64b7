import type { Call, Limit, Limits } from "../../contract/limits.ts";
import { readLimit } from "../../http/read-limit.ts";

const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;

interface Endpoint {
  name: string;
  method?: string;
  path: RegExp;
  /** For one account in 15 minutes. */
  requests: number;
}

/** docs.x.com/x-api/fundamentals/rate-limits, read in November 2026: each endpoint has its own. */
const endpoints: readonly Endpoint[] = [
  { name: "users/me", path: /^\/2\/users\/me$/, requests: 75 },
  { name: "users/:id/tweets", path: /^\/2\/users\/\d+\/tweets$/, requests: 900 },
  { name: "users/:id/mentions", path: /^\/2\/users\/\d+\/mentions$/, requests: 300 },
  { name: "tweets", path: /^\/2\/tweets$/, requests: 900 },
  { name: "search", path: /^\/2\/tweets\/search\/recent$/, requests: 300 },
  { name: "post", method: "POST", path: /^\/2\/tweets$/, requests: 100 },
];

const countsFor =
  ({ method = "GET", path }: Pick<Endpoint, "method" | "path">) =>
  (call: Call): number =>
    call.method === method && path.test(call.url.pathname) ? 1 : 0;

const perEndpoint = endpoints.map(
  ({ name, requests, ...matched }): Limit => ({
    scope: "account",
    name,
    requests,
    windowMs: quarterMs,
    counts: countsFor(matched),
    read: readLimit,
  }),
);

export const xLimits: Limits = {
  refusedBy: "account",
  each: [
    ...perEndpoint,
    {
      scope: "app",
      name: "posts of a day",
      requests: 10_000,
      windowMs: dayMs,
      counts: countsFor({ method: "POST", path: /^\/2\/tweets$/ }),
    },
  ],
};
