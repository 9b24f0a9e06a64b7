import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainCommentary } from "../../../src/networks/linkedin/commentary.ts";
import { restliQuery, restliText } from "../../../src/networks/linkedin/restli.ts";

describe("a Rest.li address", () => {
  it("keeps the parentheses and commas of a list, and escapes those inside it", () => {
    expect(restliQuery({ q: "author", ids: ["urn:li:share:1", "a(b),c'd"] })).toBe(
      "q=author&ids=List(urn%3Ali%3Ashare%3A1,a%28b%29%2Cc%27d)",
    );
  });

  it("holds any text so that it comes back, and no sign of the protocol", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decodeURIComponent(restliText(text))).toBe(text);
        expect(restliText(text)).not.toMatch(/[(),':&=]/);
      }),
    );
  });
});

describe("the text of a post", () => {
  it.each([
    ["Plain words", "Plain words"],
    [String.raw`Half \(50\) of us \| all`, "Half (50) of us | all"],
    [String.raw`By the {hashtag|\#|sea}`, "By the #sea"],
    ["With @[Harbour Ltd](urn:li:organization:2414183)", "With Harbour Ltd"],
    ["Thanks to @[Zoe Quist](urn:li:person:A8xe03Qt10)!", "Thanks to @…!"],
    [String.raw`Thanks to @[Zoe \[Q\] Quist](urn:li:person:A8xe03Qt10)!`, "Thanks to @…!"],
    ["By @[Zoe](urn:li:member:1) of @[Harbour](urn:li:organizationBrand:7)", "By @… of Harbour"],
    ["me@example.org [1](2)", "me@example.org [1](2)"],
  ])("%j reads %j: names of pages stay, names of people do not", (commentary, text) => {
    expect(plainCommentary(commentary)).toBe(text);
  });
});
