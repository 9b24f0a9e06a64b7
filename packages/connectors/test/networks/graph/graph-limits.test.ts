import { describe, expect, it } from "vitest";
import { graphLimits } from "../../../src/networks/graph/graph-limits.ts";

const now = Date.UTC(2026, 10, 23);
const minute = 60_000;

const limitOf = (name: "business" | "app") => {
  const limit = graphLimits.each.find((one) => one.name === name);
  if (limit?.read === undefined) throw new Error(`no limit ${name}`);
  return limit.read;
};

const business = (share: object) => ({
  "x-business-use-case-usage": JSON.stringify({ "1": [{ type: "pages", ...share }] }),
});

describe("what an answer says of the limit", () => {
  it.each([
    ["of an account: nothing", "business", {}, null],
    ["of an account: that none of it is used", "business", business({ call_count: 0 }), null],
    ["of an account: that 94 % of the calls are used", "business", business({ call_count: 94 }), [6, 60 * minute]],
    ["of an account: that all computing is used", "business", business({ total_cputime: 100 }), [0, 60 * minute]],
    ["of an account: more than all", "business", business({ call_count: 140 }), [0, 60 * minute]],
    [
      "of an account: how long to wait, though little is used",
      "business",
      business({ call_count: 2, estimated_time_to_regain_access: 3 }),
      [0, 3 * minute],
    ],
    ["of the app, in the header of accounts: nothing", "app", business({ call_count: 100 }), null],
    ["of the app", "app", { "x-app-usage": '{"call_count":97}' }, [3, 60 * minute]],
    ["of an account, in the header of the app: nothing", "business", { "x-app-usage": '{"call_count":97}' }, null],
  ] as const)("%s", (_, name, headers, told) => {
    const reading = limitOf(name)(new Headers(headers), now);
    expect(reading).toEqual(told === null ? null : { limit: 100, remaining: told[0], resetAt: now + told[1] });
  });
});
