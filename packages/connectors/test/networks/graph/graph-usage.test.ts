import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUsage } from "../../../src/networks/graph/graph-usage.ts";

const usage = (headers: Record<string, unknown>) =>
  readUsage(new Headers(Object.entries(headers).map(([name, value]) => [name, JSON.stringify(value)])));
const business = (...shares: object[]) => ({ "x-business-use-case-usage": { "42": shares } });

describe("what is used of the limits", () => {
  it.each([
    ["calls of the app", { "x-app-usage": { call_count: 28, total_time: 25, total_cputime: 25 } }, 28],
    ["time of the app", { "x-app-usage": { call_count: 1, total_time: 96 } }, 96],
    ["computing of a page", business({ type: "pages", call_count: 1, total_cputime: 97, total_time: 2 }), 97],
    ["the fullest of several", business({ type: "pages", call_count: 5 }, { type: "instagram", call_count: 60 }), 60],
    ["more than all", business({ type: "pages", call_count: 140 }), 140],
    ["what advertising uses, which is not ours", business({ type: "ads_insights", call_count: 100 }), 0],
    ["nothing", {}, 0],
  ])("is read in per cent: %s", (_, headers, percent) => {
    expect(usage(headers)).toEqual({ percent, waitMs: undefined });
  });

  it("comes with the longest wait, in minutes", () => {
    const shares = [1, 7, 3].map((estimated_time_to_regain_access) => ({
      type: "pages",
      estimated_time_to_regain_access,
    }));
    expect(usage(business(...shares)).waitMs).toBe(7 * 60_000);
  });

  it("is unknown, and no error, in headers that make no sense", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const headers = new Headers();
        headers.set("x-app-usage", encodeURIComponent(text));
        headers.set("x-business-use-case-usage", encodeURIComponent(text));
        expect(readUsage(headers).percent).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
