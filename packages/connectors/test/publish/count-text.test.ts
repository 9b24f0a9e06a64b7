import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countText, type PublishRules } from "../../src/index.ts";

const rules = (countedIn: PublishRules["text"]["countedIn"], linkCountsAs?: number): PublishRules => ({
  text: { required: true, most: 280, countedIn, ...(linkCountsAs !== undefined && { linkCountsAs }) },
  link: "in-text",
  images: { least: 0, most: 0, bytesMost: 0, types: [], altMost: 0 },
  thread: false,
  repeatable: false,
});

describe("a text is counted as its network counts", () => {
  it.each([
    ["", 0, 0, 0, 0],
    ["bread", 5, 5, 5, 5],
    ["Käse", 4, 4, 4, 5],
    ["e\u0301", 2, 1, 1, 3],
    ["パン", 2, 2, 4, 6],
    ["👩‍👩‍👧", 5, 1, 2, 18],
    ["🇩🇪", 2, 1, 2, 8],
    ["1️⃣", 3, 1, 2, 7],
    ["©", 1, 1, 1, 2],
    ["“now” – …", 9, 9, 10, 17],
  ])("%j", (text, characters, graphemes, weight, bytes) => {
    expect(countText(rules("characters"), text)).toBe(characters);
    expect(countText(rules("graphemes"), text)).toBe(graphemes);
    expect(countText(rules("x-weight"), text)).toBe(weight);
    expect(countText(rules("bytes"), text)).toBe(bytes);
  });

  it.each([
    ["https://a.io", 23],
    ["see https://bakery.example/a/very/long/address?with=a&query=too now", 31],
    ["bakery.example", 23],
    ["write to me@bakery.example", 26],
    ["e.g. 3.5 or more...", 19],
    ["https://a.io https://b.io", 47],
  ])("on X an address counts 23, whatever its length: %j", (text, weight) => {
    expect(countText(rules("x-weight", 23), text)).toBe(weight);
  });

  it("where only whole addresses are links, a bare host counts its letters", () => {
    expect(countText(rules("graphemes", 23), "bakery.example")).toBe(14);
    expect(countText(rules("graphemes", 23), "https://a.io")).toBe(23);
  });

  it("never counts less when more is written behind a space", () => {
    const kinds = fc.constantFrom<PublishRules["text"]["countedIn"]>("characters", "graphemes", "x-weight", "bytes");
    fc.assert(
      fc.property(kinds, fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (kind, text, more) => {
        expect(countText(rules(kind), `${text} ${more}`)).toBeGreaterThanOrEqual(countText(rules(kind), text));
      }),
    );
  });
});
