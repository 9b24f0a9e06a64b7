import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tolerantCount, tolerantList } from "../src/http/tolerant.ts";

describe("a count", () => {
  it.each([
    [0, 0],
    [12, 12],
    ["12", 12],
    ["0", 0],
    [null, null],
    [undefined, undefined],
    [-1, null],
    [1.5, null],
    ["many", null],
    ["", null],
    [{}, null],
    [Number.NaN, null],
  ])("%j is read as %j, and never as a zero that nobody gave", (given, expected) => {
    expect(z.object({ n: tolerantCount }).parse({ n: given }).n).toBe(expected);
  });

  it("that is missing is missing", () => {
    expect(z.object({ n: tolerantCount }).parse({})).toEqual({});
  });
});

describe("a list", () => {
  const list = tolerantList(z.object({ id: z.string() }));

  it("passes over odd items", () => {
    expect(list.parse([{ id: "1" }, null, { id: 2 }, "x", { id: "3", more: true }])).toEqual([
      { id: "1" },
      { id: "3" },
    ]);
  });

  it("may be empty", () => expect(list.parse([])).toEqual([]));

  it.each([[[{}]], [[1, 2]], [{}], ["x"], [null], [undefined]])("is not %j", (given) => {
    expect(list.safeParse(given).success).toBe(false);
  });
});
