import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText, shortened } from "../src/index.ts";

describe("text fit for print", () => {
  test.each([
    ["stays as it is", "Hällo, Łódź – Ελλάδα “Привет” 5 €", "Hällo, Łódź – Ελλάδα “Привет” 5 €"],
    ["is one line", "one\ntwo\r\n\tthree", "one two three"],
    ["has no control characters", "a\u0000b\u0007c\u009fd", "abcd"],
    ["has no half of a surrogate pair", "a\ud800b\udc00c", "abc"],
    ["has no marks that turn direction or join", "a\u202eb\u200dc\ufeffd\u00ade", "abcde"],
    ["has no noncharacters", "a\ufffeb\u{1ffff}c", "abc"],
    ["has no pictures, flags, tones or keycaps", "Sun ☀️ 👩🏽‍🚀 🇩🇪 up 1️⃣!", "Sun up 1!"],
    ["keeps signs that fonts have", "© 2026 ™ 50 %", "© 2026 ™ 50 %"],
    ["joins an accent to its letter", "e\u0301", "é"],
    ["may come out empty", "🎉🎉 \u200b", ""],
    ["keeps other scripts", "مرحبا 你好", "مرحبا 你好"],
  ])("%s", (_, given, expected) => {
    expect(plainText(given)).toBe(expected);
  });

  test("of anything is well formed, on one line, and stays the same when made fit again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (given) => {
          const text = plainText(given);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(/[\p{Cc}\p{Cs}\p{Cn}]/u);
          expect(plainText(text)).toBe(text);
        },
      ),
    );
  });
});

describe("shortened text", () => {
  test.each([
    ["Short", 10, "Short"],
    ["exactly te", 10, "exactly te"],
    ["A small tip from the team", 12, "A small tip…"],
    ["A small tip, from the team", 13, "A small tip…"],
    ["Donaudampfschifffahrt", 8, "Donauda…"],
    ["a Donaudampfschifffahrt", 8, "a Donau…"],
    ["👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀", 2, "👩🏽‍🚀…"],
  ])("%s, at most %d", (given, most, expected) => {
    expect(shortened(given, most)).toBe(expected);
  });

  test("is never longer than allowed and never splits a letter", () => {
    const graphemes = (text: string) => [...new Intl.Segmenter("en").segment(text)].length;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 30 }), (given, most) => {
        const text = shortened(plainText(given), most);
        expect(graphemes(text)).toBeLessThanOrEqual(most);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});
