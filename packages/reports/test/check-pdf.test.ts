import { beforeAll, describe, expect, test } from "vitest";
import { checkPdf } from "../src/check-pdf.ts";
import { renderWeeklyReport } from "../src/index.ts";
import { sample } from "./sample-report.ts";

let pdf: Uint8Array;
beforeAll(async () => {
  pdf = (await renderWeeklyReport(sample)).pdf;
});

const right = { model: sample, pages: 1, headings: `[{"text":"Harbour Coffee"}]` };

describe("before a PDF is called ready", () => {
  test("a right one passes", () => {
    expect(() => checkPdf(pdf, right)).not.toThrow();
  });

  test.each<[string, () => Uint8Array, Partial<typeof right>, string]>([
    ["an empty one", () => new Uint8Array(), {}, "it does not begin like a PDF, it is cut off, it has only 0 bytes"],
    ["one that is cut off", () => pdf.slice(0, pdf.length - 100), {}, "it is cut off"],
    ["something else", () => new TextEncoder().encode("<html>".repeat(2_000)), {}, "it does not begin like a PDF"],
    ["one of another length than laid out", () => pdf, { pages: 2 }, "the file has 1 pages, the layout 2"],
    ["one that is too long", () => pdf, { pages: 3 }, "it has 3 pages"],
    ["one without pages", () => pdf, { pages: 0 }, "it has 0 pages"],
    ["one about somebody else", () => pdf, { headings: `[{"text":"Other"}]` }, "the client's name is not on it"],
    [
      "one without its font",
      () => Buffer.from(Buffer.from(pdf).toString("latin1").replaceAll("IBMPlexSans", "SomeOther"), "latin1"),
      {},
      "its font is missing",
    ],
  ])("%s is refused with the reason", (_, bytes, change, reason) => {
    expect(() => checkPdf(bytes(), { ...right, ...change })).toThrow(reason);
  });

  test("a name with quotes is found as it was laid out", () => {
    const model = { ...sample, client: 'The "Café" \\ Bar' };
    const headings = JSON.stringify([{ text: model.client }]);
    expect(() => checkPdf(pdf, { model, pages: 1, headings })).not.toThrow();
  });
});
