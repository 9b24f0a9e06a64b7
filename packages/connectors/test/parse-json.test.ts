import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../src/http/parse-json.ts";

describe("JSON of networks", () => {
  it.each<[string, unknown]>([
    ["9007199254740991", 9_007_199_254_740_991],
    ["9007199254740992", "9007199254740992"],
    ["-9007199254740993", "-9007199254740993"],
    ['{"id": 12345678901234567890}', { id: "12345678901234567890" }],
    ["[1,12345678901234567890]", [1, "12345678901234567890"]],
    ['{"id":"12345678901234567890","n":1.5,"e":1e300}', { id: "12345678901234567890", n: 1.5, e: 1e300 }],
    [
      '{"x":0.12345678901234567890,"y":12345678901234567890}',
      { x: 0.123_456_789_012_345_68, y: "12345678901234567890" },
    ],
  ])("%s keeps every digit of its ids", (text, value) => expect(parseJson(text)).toEqual(value));

  it("means what it always means where no number is longer than 2^53", () => {
    const digits = fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map(String);
    const values = [fc.string(), digits, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)];
    fc.assert(
      fc.property(fc.object({ values }), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each(["", "{", "[1,", '{"a":12345678901234567890'])("%j is none", (text) =>
    expect(() => parseJson(text)).toThrow(SyntaxError),
  );
});
