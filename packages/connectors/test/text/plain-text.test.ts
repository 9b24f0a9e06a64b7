import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textLimit } from "../../src/index.ts";
import { excerpt, htmlExcerpt, htmlToText } from "../../src/text/plain-text.ts";

describe("HTML as text", () => {
  it.each([
    ["<p>One</p><p>Two</p>", "One Two"],
    ["One<br>Two<br/>Three", "One Two Three"],
    ["a <b>bold</b> word", "a bold word"],
    ["<ul><li>x</li><li>y</li></ul>", "x y"],
    ["Fish &amp; chips &lt;3 &quot;yes&quot;", 'Fish & chips <3 "yes"'],
    ["&eacute;&#233;&#xe9;&nbsp;&hellip;", "ééé …"],
    ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
    ["<script>alert(1)</script><style>p{}</style>seen", "seen"],
    ["<p onclick='x'>click</p>", "click"],
    ["<img src=x onerror=alert(1)>after", "after"],
    ["unclosed <b>bold", "unclosed bold"],
    ["  many \n\t spaces  ", "many spaces"],
    ["nul\u0000 and bell\u0007", "nul and bell"],
    ["\u202etxet \u2066dennur\u2069 \u202awas", "txet dennur was"],
    [
      "\u05e9\u05dc\u05d5\u05dd\u200f! \ud83d\udc69\u200d\ud83d\udcbb",
      "\u05e9\u05dc\u05d5\u05dd\u200f! \ud83d\udc69\u200d\ud83d\udcbb",
    ],
    ["plain text", "plain text"],
    ["", ""],
  ])("%j reads %j", (html, expected) => expect(htmlToText(html)).toBe(expected));

  it("holds no tag, whatever it was made of", () => {
    const piece = fc.constantFrom(
      "<b>",
      "</b>",
      "<script>",
      "</script>",
      "<p ",
      "text",
      "&lt;",
      "<!--",
      "-->",
      '"',
      ">",
      "<a href=x>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(htmlToText(pieces.filter((one) => one !== "&lt;").join(""))).not.toMatch(/<(?:b|script|a)[ >]/);
      }),
    );
  });
});

describe("an excerpt", () => {
  it("leaves a text of the limit whole and cuts one that is longer", () => {
    expect(excerpt("x".repeat(textLimit))).toBe("x".repeat(textLimit));
    expect(excerpt("x".repeat(textLimit + 1))).toBe(`${"x".repeat(textLimit - 1)}…`);
  });

  it("never cuts a character in two", () => {
    for (const lead of [0, 1, 2]) {
      const cut = excerpt(`${"x".repeat(textLimit - 3 + lead)}😀😀😀`);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(textLimit);
    }
  });

  it("is short, well-formed and on one line, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1_200 }), (text) => {
        const result = excerpt(text);
        expect(result.length).toBeLessThanOrEqual(textLimit);
        expect(result.isWellFormed()).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(result).not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
    );
  });

  it("of lone surrogates is well-formed all the same", () => {
    expect(excerpt("a\ud800b").isWellFormed()).toBe(true);
  });

  it.each([
    ["Title", "<p>Body</p>", "Title — Body"],
    ["", "<p>Body</p>", "Body"],
    ["Title", "", "Title"],
    ["", "", ""],
  ])("of title %j and text %j reads %j", (title, html, expected) => expect(htmlExcerpt(html, title)).toBe(expected));

  it("of a book looks at its beginning alone, and shows no half tag", () => {
    const text = htmlExcerpt(`<p>${'<a href="https://a.example/page">word</a> '.repeat(50_000)}</p>`);
    expect(text).toMatch(/^(?:word ?)+…?$/);
    expect(htmlExcerpt(`${"<i></i>".repeat(200_000)}far away`)).toBe("");
  });
});
