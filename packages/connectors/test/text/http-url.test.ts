import { describe, expect, it } from "vitest";
import { httpUrl } from "../../src/text/http-url.ts";

describe("a web address", () => {
  it.each([
    ["http://a.example/x", "http://a.example/x"],
    ["https://a.example/x?y=1#z", "https://a.example/x?y=1#z"],
    ["HTTPS://A.example/X", "https://a.example/X"],
    ["  \n\thttps://a.example/x  ", "https://a.example/x"],
    ["\u00a0https://a.example/x", "https://a.example/x"],
  ])("is what %j means", (text, expected) => expect(httpUrl(text)).toBe(expected));

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " \n javascript:alert(1)",
    "\u0001javascript:alert(1)",
    "java\nscript:alert(1)",
    "javascript://a.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html,x",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "mailto:a@b.example",
    "http://",
    "",
    "  ",
    null,
    undefined,
  ])("is not %j, whatever it stands in", (text) => {
    expect(httpUrl(text)).toBeNull();
    expect(httpUrl(text, "https://a.example/b/")).toBeNull();
  });

  it.each([
    ["/x", "https://a.example/x"],
    ["x", "https://a.example/b/x"],
    ["?p=1", "https://a.example/b/?p=1"],
    ["//c.example/x", "https://c.example/x"],
  ])("is %j only where it stands in another", (text, expected) => {
    expect(httpUrl(text)).toBeNull();
    expect(httpUrl(text, "https://a.example/b/")).toBe(expected);
  });

  it("is not what a base of another scheme makes of a relative link", () => {
    expect(httpUrl("x", "file:///etc/")).toBeNull();
  });
});
