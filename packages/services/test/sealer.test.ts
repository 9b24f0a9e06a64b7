import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSealer } from "../src/context/sealer.ts";

const key = (id: string, fill: number) => ({ id, key: new Uint8Array(32).fill(fill) });
const old = createSealer([key("k1", 1)]);
const rotated = createSealer([key("k2", 2), key("k1", 1)]);
const later = createSealer([key("k2", 2)]);

describe("a sealer", () => {
  test("opens whatever it sealed, for the purpose it was sealed for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, purpose) => {
        expect(old.open(old.seal(plain, purpose), purpose)).toBe(plain.toWellFormed());
      }),
    );
  });

  test("opens nothing for another purpose", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (plain, purpose, other) => {
        fc.pre(purpose.toWellFormed() !== other.toWellFormed());
        expect(() => old.open(old.seal(plain, purpose), other)).toThrow();
      }),
    );
  });

  test("opens nothing of which a single bit was changed", () => {
    const sealed = old.seal("a token", "connection:1");
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => old.open(`k1.${changed.toString("base64url")}`, "connection:1"), `bit ${bit}`).toThrow();
    }
  });

  test("opens nothing that was cut off, at any place", () => {
    const sealed = old.seal("a token", "p");
    for (let length = 0; length < sealed.length; length++)
      expect(() => old.open(sealed.slice(0, length), "p"), `${length} characters`).toThrow();
    // Of an empty text only the tag is left to cut; four bytes of one could be guessed.
    const empty = Buffer.from(old.seal("", "p").slice(3), "base64url");
    for (let length = 0; length < empty.length; length++)
      expect(() => old.open(`k1.${empty.subarray(0, length).toString("base64url")}`, "p"), `${length} bytes`).toThrow();
  });

  test("seals the same text differently each time, and shows nothing of it", () => {
    const sealed = Array.from({ length: 20 }, () => old.seal("the-very-secret-token", "p"));
    expect(new Set(sealed).size).toBe(20);
    for (const text of sealed) {
      expect(text.startsWith("k1.")).toBe(true);
      expect(Buffer.from(text.slice(3), "base64url").toString("latin1")).not.toContain("secret");
    }
  });

  test("after a rotation opens what the old key sealed, and seals with the new one", () => {
    expect(rotated.open(old.seal("a token", "p"), "p")).toBe("a token");
    const fresh = rotated.seal("a token", "p");
    expect(fresh.startsWith("k2.")).toBe(true);
    expect(later.open(fresh, "p")).toBe("a token");
    expect(() => old.open(fresh, "p")).toThrow("The key that sealed this secret is not among the keys given.");
    expect(() => later.open(old.seal("a token", "p"), "p")).toThrow("not among the keys");
  });

  test("does not take one key's secret for another's of the same id", () => {
    expect(() => createSealer([key("k1", 9)]).open(old.seal("a token", "p"), "p")).toThrow();
  });

  test.each([0, 16, 31, 33])("refuses a key of %i bytes and names it", (length) => {
    expect(() => createSealer([key("k1", 1), { id: "short", key: new Uint8Array(length) }])).toThrow("Seal key short");
  });
});
