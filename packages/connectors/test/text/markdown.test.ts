import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromMarkdown, toMarkdown } from "../../src/text/markdown.ts";

describe("a plain text as Markdown", () => {
  it.each([
    ["a title of nothing", "", ""],
    ["emphasis", "5 * 3 * 2 and snake_case_name", "5 \\* 3 \\* 2 and snake\\_case\\_name"],
    ["a heading", "#1 in town", "\\#1 in town"],
    ["links and pictures", "![alt](x) [1]", "!\\[alt\\](x) \\[1\\]"],
    ["code", "run `ls`", "run \\`ls\\`"],
    ["markup", "<b>50% off</b> & more", "\\<b\\>50% off\\</b\\> \\& more"],
    ["a spoiler, a strike and a superscript", ">!no!< ~~old~~ 2^10", "\\>!no!\\< \\~\\~old\\~\\~ 2\\^10"],
    ["a table", "a | b", "a \\| b"],
    ["a backslash", "\\o/", "\\\\o/"],
    ["lists", "- rye\n+ oat\n1. wheat\n2) bran", "\\- rye  \n\\+ oat  \n1\\. wheat  \n2\\) bran"],
    ["signs of lists within a line", "rye - oat + 1. wheat", "rye - oat + 1. wheat"],
    ["an underline", "Bread\n===", "Bread  \n\\==="],
    ["an indented line", "    code?\n\tcode?", "code?  \ncode?"],
    ["a line's end from another system", "one\r\ntwo", "one  \ntwo"],
    ["paragraphs", "one\n\ntwo", "one\n\ntwo"],
    ["an address, so that it still leads there", "see https://a.example/x_y_z#top", "see https://a.example/x_y_z#top"],
  ])("shows %s as it was written", (_, text, markdown) => {
    expect(toMarkdown(text)).toBe(markdown);
  });

  it("is read back as it was, line ends and indents aside", () => {
    const plain = (text: string) =>
      text
        .replace(/\r\n?/g, "\n")
        .replace(/^[\t ]+/gm, "")
        .replace(/[\t ]*\n/g, "\n");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."a1 \\`*_[]#<>~^|&-+=.)(!\n\té") }), (text) => {
        expect(fromMarkdown(toMarkdown(text)).replace(/[\t ]*\n/g, "\n")).toBe(plain(text));
      }),
    );
  });
});
