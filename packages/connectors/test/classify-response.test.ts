import { NetError } from "@headroom/net";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { classifyResponse } from "../src/http/classify-response.ts";
import { parseLinkHeader } from "../src/http/link-header.ts";
import { readJson, request } from "../src/http/request.ts";
import { ConnectorError } from "../src/index.ts";
import { errorOf } from "./subject.ts";

const now = Date.UTC(2026, 10, 2, 12);
const classify = (status: number, headers: Record<string, string> = {}) =>
  classifyResponse({ networkId: "mastodon", status, headers: new Headers(headers), body: "secret body", now });

describe("a failed answer", () => {
  it.each([
    [400, "malformed", false, false],
    [401, "unauthorized", false, true],
    [403, "forbidden", false, false],
    [404, "not-found", false, false],
    [408, "unavailable", true, false],
    [410, "not-found", false, false],
    [418, "malformed", false, false],
    [429, "rate-limited", true, false],
    [500, "unavailable", true, false],
    [503, "unavailable", true, false],
    [520, "unavailable", true, false],
  ])("%i means %s", (status, code, retryable, needsReconnect) => {
    const error = classify(status);
    expect(error).toMatchObject({ status, code, retryable, needsReconnect, networkId: "mastodon" });
    expect(error.message).not.toContain("secret");
  });

  it.each([
    [{ "retry-after": "90" }, 90_000],
    [{ "retry-after": "Mon, 02 Nov 2026 12:02:00 GMT" }, 120_000],
    [{ "x-ratelimit-reset": "2026-11-02T12:05:00.123456Z" }, 300_123],
    [{ "ratelimit-reset": String(now / 1_000 + 30) }, 30_000],
    [{ "retry-after": "10", "ratelimit-reset": String(now / 1_000 + 30) }, 10_000],
    [{ "x-ratelimit-reset": "2026-11-02T11:00:00Z" }, 0],
    [{ "x-ratelimit-reset": "sometime" }, 300_000],
    [{}, 300_000],
  ])("429 with %j asks for a pause of %i ms", (headers, retryAfterMs) => {
    expect(classify(429, headers).retryAfterMs).toBe(retryAfterMs);
  });

  const slowClock = "Mon, 02 Nov 2026 11:50:00 GMT";
  const fastClock = "Mon, 02 Nov 2026 12:10:00 GMT";
  it.each([
    [{ date: slowClock, "ratelimit-reset": String(now / 1_000 - 570) }, 30_000],
    [{ date: fastClock, "ratelimit-reset": String(now / 1_000 + 630) }, 30_000],
    [{ date: slowClock, "x-ratelimit-reset": "2026-11-02T11:55:00Z" }, 300_000],
    [{ date: slowClock, "retry-after": "Mon, 02 Nov 2026 11:52:00 GMT" }, 120_000],
    [{ date: fastClock, "retry-after": "90" }, 90_000],
    [{ date: "today", "ratelimit-reset": String(now / 1_000 + 30) }, 30_000],
  ])("429 with %j, by a clock that differs from ours, asks for a pause of %i ms", (headers, retryAfterMs) => {
    expect(classify(429, headers).retryAfterMs).toBe(retryAfterMs);
  });

  it("names a pause only where one was asked for", () => {
    expect(classify(503, { "retry-after": "60" }).retryAfterMs).toBe(60_000);
    expect(classify(503).retryAfterMs).toBeUndefined();
    expect(classify(404, { "retry-after": "60" }).retryAfterMs).toBeUndefined();
  });
});

describe("a request that brought no answer", () => {
  it.each([
    ["blocked-address", "blocked", false],
    ["bad-url", "invalid-input", false],
    ["too-large", "malformed", false],
    ["too-many-redirects", "malformed", false],
    ["timeout", "unavailable", true],
    ["dns", "unavailable", true],
    ["connection", "unavailable", true],
  ] as const)("%s becomes %s", async (net, code, retryable) => {
    const ctx = {
      fetch: () => Promise.reject(new NetError(net, "In words.")),
      now: () => now,
      hashActor: () => "",
      saveSecret: async () => {},
    };
    const error = await errorOf(request(ctx, { networkId: "blog", url: "https://x.example" }));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ code, retryable, message: "In words." });
  });
});

it("names the field that cannot be read", async () => {
  const response = Object.defineProperty(new Response('{"a":{"b":"x"}}'), "url", { value: "https://x.example/api" });
  const schema = z.object({ a: z.object({ b: z.number() }) });
  const error = await errorOf(readJson(schema, { networkId: "blog", response }));
  expect(error).toMatchObject({
    code: "malformed",
    message: "x.example answered with data that cannot be read (a.b).",
  });
});

it.each([
  [
    '<https://a/?max_id=1>; rel="next", <https://a/?min_id=2>; rel="prev"',
    [
      ["https://a/?max_id=1", "next"],
      ["https://a/?min_id=2", "prev"],
    ],
  ],
  ["</wp-json/>; rel=https://api.w.org/", [["/wp-json/", "https://api.w.org/"]]],
  ["", []],
  ["nonsense", []],
])("reads the Link header %j", (header, expected) => {
  expect(parseLinkHeader(header).map(({ href, rel }) => [href, rel])).toEqual(expected);
});
