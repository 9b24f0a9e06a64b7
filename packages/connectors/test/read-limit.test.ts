import { expect, test } from "vitest";
import { readLimit } from "../src/http/read-limit.ts";
import { graphLimits } from "../src/networks/graph/graph-limits.ts";
import { xLimits } from "../src/networks/x/x-limits.ts";

const now = Date.UTC(2026, 10, 23, 12);
const inTenMinutes = now + 600_000;

type Row = [string, Record<string, string>, ReturnType<typeof readLimit>];

test.each<Row>([
  [
    "Mastodon's, with an ISO instant",
    {
      "x-ratelimit-limit": "300",
      "x-ratelimit-remaining": "280",
      "x-ratelimit-reset": new Date(inTenMinutes).toISOString(),
    },
    { limit: 300, remaining: 280, resetAt: inTenMinutes },
  ],
  [
    "Bluesky's, with Unix seconds",
    { "ratelimit-limit": "3000", "ratelimit-remaining": "0", "ratelimit-reset": String(inTenMinutes / 1_000) },
    { limit: 3_000, remaining: 0, resetAt: inTenMinutes },
  ],
  [
    "X's, with Unix seconds",
    { "x-rate-limit-limit": "75", "x-rate-limit-remaining": "74", "x-rate-limit-reset": String(inTenMinutes / 1_000) },
    { limit: 75, remaining: 74, resetAt: inTenMinutes },
  ],
  [
    "Reddit's, with seconds left, decimals and no limit",
    { "x-ratelimit-used": "4", "x-ratelimit-remaining": "996.0", "x-ratelimit-reset": "600" },
    { limit: 1_000, remaining: 996, resetAt: inTenMinutes },
  ],
  [
    "a limit with its policy behind it",
    { "x-ratelimit-limit": "100, 100;w=1", "x-ratelimit-remaining": "99", "x-ratelimit-reset": "600" },
    { limit: 100, remaining: 99, resetAt: inTenMinutes },
  ],
  ["no limit where none is named", {}, null],
  [
    "no limit where the instant, in milliseconds, is thousands of years away",
    { "x-rate-limit-limit": "75", "x-rate-limit-remaining": "0", "x-rate-limit-reset": String(inTenMinutes) },
    null,
  ],
  ["no limit without what is left", { "x-ratelimit-limit": "300", "x-ratelimit-reset": "600" }, null],
  ["no limit without a reset", { "x-ratelimit-limit": "300", "x-ratelimit-remaining": "3" }, null],
  [
    "no limit in words",
    { "x-ratelimit-limit": "many", "x-ratelimit-remaining": "some", "x-ratelimit-reset": "600" },
    null,
  ],
])("headers tell %s", (_what, headers, expected) => {
  expect(readLimit(new Headers(headers), now)).toEqual(expected);
});

const usage = (header: string, value: unknown) => new Headers({ [header]: JSON.stringify(value) });
const business = (share: object) => usage("x-business-use-case-usage", { "123": [{ type: "pages", ...share }] });

test.each<[string, Headers, "account" | "app", ReturnType<typeof readLimit>]>([
  [
    "a business's share, of which a little is free again within the hour",
    business({ call_count: 30, total_time: 80, total_cputime: 10 }),
    "account",
    { limit: 100, remaining: 20, resetAt: now + 3_600_000 },
  ],
  [
    "a wait in minutes as nothing left",
    business({ call_count: 60, estimated_time_to_regain_access: 12 }),
    "account",
    { limit: 100, remaining: 0, resetAt: now + 12 * 60_000 },
  ],
  [
    "an app's share apart from a business's",
    usage("x-app-usage", { call_count: 97, total_time: 1, total_cputime: 1 }),
    "app",
    { limit: 100, remaining: 3, resetAt: now + 3_600_000 },
  ],
  ["nothing of the account in an app's share", usage("x-app-usage", { call_count: 97 }), "account", null],
  ["nothing in an answer without either", new Headers(), "account", null],
])("Meta's headers tell %s", (_what, headers, scope, expected) => {
  const limit = graphLimits.each.find((one) => one.scope === scope);
  expect(limit?.read?.(headers, now)).toEqual(expected);
});

test.each([
  ["GET", "https://api.x.com/2/users/me?user.fields=public_metrics", ["users/me"]],
  ["GET", "https://api.x.com/2/users/12/tweets", ["users/:id/tweets"]],
  ["GET", "https://api.x.com/2/users/12/mentions", ["users/:id/mentions"]],
  ["GET", "https://api.x.com/2/tweets?ids=1,2", ["tweets"]],
  ["POST", "https://api.x.com/2/tweets", ["post", "posts of a day"]],
  ["POST", "https://api.x.com/2/oauth2/token", []],
])("X counts %s %s against %j", (method, url, expected) => {
  const counted = xLimits.each.filter(({ counts }) => counts?.({ method, url: new URL(url) }) === 1);
  expect(counted.map(({ name }) => name)).toEqual(expected);
});
