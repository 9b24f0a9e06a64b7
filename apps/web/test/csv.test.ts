import { expect, test } from "vitest";
import { csv } from "../app/[agency]/clients/export/csv.ts";

const bom = "\uFEFF";

test.each([
  { title: "plain text stays as it is", cell: "Bakery Braun", text: "Bakery Braun" },
  { title: "a comma is quoted", cell: "Braun, Berlin", text: '"Braun, Berlin"' },
  { title: "quotes are doubled", cell: 'The "Best"', text: '"The ""Best"""' },
  { title: "a line break is quoted", cell: "two\nlines", text: '"two\nlines"' },
  { title: "a formula is disarmed", cell: "=1+1", text: "'=1+1" },
  {
    title: "a formula with quotes is disarmed and quoted",
    cell: '=HYPERLINK("x","y")',
    text: `"'=HYPERLINK(""x"",""y"")"`,
  },
  { title: "a plus is disarmed", cell: "+49 30", text: "'+49 30" },
  { title: "a minus is disarmed", cell: "-2+3", text: "'-2+3" },
  { title: "an at sign is disarmed", cell: "@SUM(A1)", text: "'@SUM(A1)" },
  { title: "a tab is disarmed", cell: "\t=1", text: "'\t=1" },
  { title: "a carriage return is disarmed and quoted", cell: "\r=1", text: `"'\r=1"` },
  { title: "a negative number stays a number", cell: -3.25, text: "-3.25" },
  { title: "a number is not rounded", cell: 43.123_456_789, text: "43.123456789" },
  { title: "what is not known is empty", cell: null, text: "" },
  { title: "other scripts stay", cell: "Škoda 株式会社", text: "Škoda 株式会社" },
])("$title", ({ cell, text }) => {
  expect(csv([[cell]])).toBe(`${bom}${text}\r\n`);
});

test("rows end with CRLF, and the mark stands once at the front", () => {
  expect(
    csv([
      ["a", "b"],
      [1, null],
    ]),
  ).toBe(`${bom}a,b\r\n1,\r\n`);
});
