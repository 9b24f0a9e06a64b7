import { describe, expect, it } from "vitest";
import { graphFailure, isRefusedParameter, isWithheld } from "../../../src/networks/graph/graph-failure.ts";
import { startOfTest } from "../../subject.ts";

const failed = (error: object | string, { status = 400, headers = {} }: { status?: number; headers?: object } = {}) =>
  graphFailure({
    networkId: "facebook",
    status,
    headers: new Headers({ ...headers }),
    body: typeof error === "string" ? error : JSON.stringify({ error }),
    now: startOfTest,
  });

describe("the Graph's numbers", () => {
  it.each([
    ["the app's limit", { code: 4 }, "rate-limited"],
    ["a person's limit", { code: 17 }, "rate-limited"],
    ["a page's limit", { code: 32 }, "rate-limited"],
    ["a limit of a kind of call", { code: 613 }, "rate-limited"],
    ["a limit of pages", { code: 80_001 }, "rate-limited"],
    ["a limit of Instagram", { code: 80_002 }, "rate-limited"],
    ["a limit that only the subcode names", { code: 100, error_subcode: 2_446_079 }, "rate-limited"],
    ["a limit said to be transient", { code: 4, is_transient: true }, "rate-limited"],
    ["a token that ended", { code: 190, error_subcode: 463 }, "unauthorized"],
    ["a password that changed", { code: 190, error_subcode: 460 }, "unauthorized"],
    ["an app that was removed", { code: 190, error_subcode: 458 }, "unauthorized"],
    ["a session that is over", { code: 102 }, "unauthorized"],
    ["a permission that is missing", { code: 10 }, "forbidden"],
    ["a permission by its number", { code: 230 }, "forbidden"],
    ["a capability that is missing", { code: 3 }, "forbidden"],
    ["an account that is blocked for now", { code: 368 }, "forbidden"],
    ["an object that is not there", { code: 100, error_subcode: 33 }, "not-found"],
    ["an alias that is not there", { code: 803 }, "not-found"],
    ["their own trouble", { code: 1 }, "unavailable"],
    ["their service's trouble", { code: 2 }, "unavailable"],
    ["trouble that passes", { code: 99_999, is_transient: true }, "unavailable"],
    ["a parameter that is not taken", { code: 100 }, "malformed"],
    ["a number just above the limits", { code: 80_015 }, "malformed"],
  ])("mean that %s", (_, error, code) => {
    expect(failed(error)).toMatchObject({ code, networkId: "facebook" });
  });

  it("decide, and not the digits of a trace or the words of a message", () => {
    const error = { code: 2, message: "Error 190: session (#10) expired", fbtrace_id: "190490803" };
    expect(failed(error, { status: 400 })).toMatchObject({ code: "unavailable", needsReconnect: false });
  });

  it("outweigh the status", () => {
    expect(failed({ code: 32 }, { status: 403 })).toMatchObject({ code: "rate-limited", status: 403 });
    expect(failed({ code: 190 }, { status: 200 })).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it.each([
    ["<html>", 502, "unavailable"],
    ["", 401, "unauthorized"],
    ['{"error":"busy"}', 429, "rate-limited"],
    ["null", 404, "not-found"],
  ])("that are missing, as in %j with status %i, leave the status to decide", (body, status, code) => {
    expect(failed(body, { status })).toMatchObject({ code });
  });
});

describe("the wait at a limit", () => {
  const usage = (minutes: number) => ({
    "x-business-use-case-usage": JSON.stringify({
      "1": [{ type: "pages", call_count: 100, estimated_time_to_regain_access: minutes }],
    }),
  });

  it("is named in minutes", () => {
    expect(failed({ code: 80_001 }, { headers: usage(19) }).retryAfterMs).toBe(19 * 60_000);
  });

  it("is the Retry-After where minutes are not named", () => {
    expect(failed({ code: 4 }, { headers: { "retry-after": "90" } }).retryAfterMs).toBe(90_000);
  });

  it("is an hour where nothing is named, since calls in between prolong it", () => {
    expect(failed({ code: 4 }).retryAfterMs).toBe(3_600_000);
    expect(failed({ code: 4 }, { headers: usage(0) }).retryAfterMs).toBe(3_600_000);
  });

  it("is heeded too where their own trouble names one", () => {
    expect(failed({ code: 2 }, { status: 503, headers: { "retry-after": "7" } }).retryAfterMs).toBe(7_000);
  });

  it("belongs to limits alone", () => {
    expect(failed({ code: 190 }, { headers: usage(19) }).retryAfterMs).toBeUndefined();
  });
});

describe("what the network will not tell", () => {
  it.each([
    ["a metric that has ended", { code: 100 }, true, true],
    ["a permission that is missing", { code: 10 }, false, true],
    ["an object that is not there", { code: 100, error_subcode: 33 }, false, false],
    ["a token that ended", { code: 190 }, false, false],
    ["a limit", { code: 4 }, false, false],
  ])("is told apart: %s", (_, error, refused, withheld) => {
    expect([isRefusedParameter(failed(error)), isWithheld(failed(error))]).toEqual([refused, withheld]);
  });

  it("is nothing that is no error of the Graph", () => {
    expect([isRefusedParameter(new Error("100")), isWithheld(null)]).toEqual([false, false]);
  });
});
