import type { Limits } from "@headroom/connectors";
import { describe, expect, test } from "vitest";
import { allowedByLimits } from "../src/bench/allowed-by-limits.ts";

const minuteMs = 60_000;

const limits: Limits = {
  refusedBy: "account",
  each: [
    { scope: "account", name: "all", requests: 60, windowMs: minuteMs },
    {
      scope: "app",
      name: "lists",
      requests: 10,
      windowMs: minuteMs,
      counts: ({ method, url }) => (method === "GET" && url.pathname === "/list" ? 1 : 0),
    },
  ],
};
const posts = (count: number) => Array.from({ length: count }, (_, n) => `GET /posts?page=${n}`);
const lists = (count: number) => Array.from({ length: count }, () => "GET /list");

describe("what limits allow of requests like these", () => {
  test.each([
    ["as many as the only limit that counts them", posts(7), 1, minuteMs, 60],
    ["for a part of the window, a part of it", posts(7), 1, 30_000, 30],
    ["more where more was granted", posts(7), 3, minuteMs, 180],
    [
      "as many as the narrowest allows: ten lists, and as many posts between them",
      [...posts(5), ...lists(5)],
      1,
      minuteMs,
      20,
    ],
    ["less by the wide one where the narrow one counts few", [...posts(99), ...lists(1)], 1, minuteMs, 60],
    ["writing is no listing", ["POST /list", "POST /list"], 1, minuteMs, 60],
  ])("%s", (_, requests, factor, forMs, allowed) => {
    expect(allowedByLimits({ limits, factor, requests, forMs })).toBeCloseTo(allowed, 9);
  });

  test("is not known where nothing was asked, and has no end where no limit counts anything", () => {
    expect(() => allowedByLimits({ limits, factor: 1, requests: [], forMs: minuteMs })).toThrow(/nothing was asked/);
    const open: Limits = {
      refusedBy: "app",
      each: [{ scope: "app", name: "a", requests: 1, windowMs: 1, counts: () => 0 }],
    };
    expect(allowedByLimits({ limits: open, factor: 1, requests: posts(1), forMs: 1 })).toBe(Number.POSITIVE_INFINITY);
  });
});
