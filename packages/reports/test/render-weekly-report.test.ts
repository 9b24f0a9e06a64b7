import type { WeeklyReport } from "@headroom/insights";
import { afterAll, describe, expect, test } from "vitest";
import { measureReports, renderWeeklyReport, startRenderer } from "../src/index.ts";
import { lettersIn, titleOf } from "./pdf-letters.ts";
import { empty, sample, weekFrom } from "./sample-report.ts";

const hourMs = 3_600_000;
const renderer = startRenderer();
afterAll(() => renderer.stop());
const render = (change: Partial<WeeklyReport> = {}) => renderer.render({ ...sample, ...change });

const { chart } = sample;
if (chart === null) throw new Error("the sample has a chart");

const held: Partial<WeeklyReport> = {
  tone: "bad",
  chart: {
    ...chart,
    line: chart.line.map((point, i) => (i > 60 && i < 66 ? { ...point, score: null } : point)),
    holds: [{ from: weekFrom + 48 * hourMs, to: chart.to }],
    marks: [{ at: weekFrom - 200 * hourMs }],
    legend: [
      ...chart.legend,
      { sign: "hold", text: "@harbour@social.example not heard from" },
      { sign: "mark", text: "Classic 1 from here on" },
    ],
  },
  why: [
    ...sample.why,
    "From Wed 18 Nov 2026, 07:33 CET on the score is made by Classic 1 instead of Steady 1: −5.2.",
    "@harbour@social.example has not been heard from since Wed 18 Nov 2026, 07:33 CET (the token was revoked); its points stand still until it is.",
  ],
};

const endless = "x".repeat(80);
const long: Partial<WeeklyReport> = {
  client: endless,
  agency: endless,
  posts: sample.posts.map((post) => ({ ...post, text: "y".repeat(130), channel: "z".repeat(40) })),
  why: Array.from(
    { length: 12 },
    (_, i) => `Channel ${i} ${"with a long name ".repeat(2)}has not been heard from since Wed 18 Nov 2026 (gone).`,
  ),
};

describe("a report as a PDF", () => {
  test.each<[string, Partial<WeeklyReport>, number]>([
    ["of an ordinary week is one accessible page", {}, 1],
    ["of a week with a held channel and a new algorithm is one accessible page", held, 1],
    ["of a week before anything was read is one accessible page", empty, 1],
    ["of a client without posts or chart is one accessible page", { posts: [], chart: null }, 1],
    ["of endless names and twelve held channels is two accessible pages", long, 2],
  ])("%s", async (_, change, pages) => {
    const { pdf, ...made } = await render(change);
    expect(made).toEqual({ pages, standard: "ua-1" });
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe("%PDF-");
  });

  test("has the client's name as text, with a title that names the week", async () => {
    const { pdf } = await render({ client: "Żółć & Ωmega <b>", title: "Żółć & Ωmega <b>, week of 16 Nov" });
    const letters = lettersIn(pdf);
    for (const letter of "ŻółćΩmega") expect(letters).toContain(letter);
    expect(titleOf(pdf)).toBe("Żółć & Ωmega <b>, week of 16 Nov");
  });

  test("takes text as text, whatever it would mean to Typst or SVG", async () => {
    const signs = '#set page(width: 1cm) $x$ *b* _i_ `c` [d] "e" \\ @f <g> &amp; {h}';
    const made = await render({
      client: signs,
      why: [signs],
      chart: { ...chart, weeks: [{ at: chart.from, label: signs }] },
    });
    expect(made).toMatchObject({ pages: 1, standard: "ua-1" });
  });

  test.each([
    ["Chinese", "你好，世界"],
    ["Arabic", "مرحبا بالجميع"],
    ["an emoji that came through", "🎉"],
    ["letters of no script", "\u{e000}\u{10fffd}"],
  ])("of a post in %s is drawn all the same, and says so where it is not fully accessible", async (_, text) => {
    const { pdf, standard, pages } = await render({ posts: sample.posts.map((post) => ({ ...post, text })) });
    expect(pages).toBe(1);
    expect(["ua-1", "tagged"]).toContain(standard);
    // Whatever fonts the machine has, the rest stays in ours.
    expect(Buffer.from(pdf).toString("latin1")).toContain("IBMPlexSans");
  });

  test("where a letter is in no font is tagged at least", async () => {
    expect(await render({ why: ["\u{10fffd}"] })).toMatchObject({ standard: "tagged" });
  });

  test("is the same, byte for byte, for the same model, in whichever thread", async () => {
    const other = startRenderer();
    const [first, second, third] = await Promise.all([
      render(held),
      render(held),
      other.render({ ...sample, ...held }),
    ]);
    await other.stop();
    expect(Buffer.compare(first.pdf, second.pdf)).toBe(0);
    expect(Buffer.compare(first.pdf, third.pdf)).toBe(0);
  });
});

describe("the renderer", () => {
  test("refuses a report that comes out wrong, and goes on with the next", async () => {
    await expect(render({ why: Array.from({ length: 200 }, () => "Too much to say.") })).rejects.toThrow(
      /is not right: it has \d pages/,
    );
    expect(await render()).toMatchObject({ pages: 1 });
  });

  test("does many at once, each with its own answer, through threads that are replaced", async () => {
    const recycled = startRenderer({ reportsEach: 2 });
    const names = ["Ada", "Bob", "Cyd", "Dov", "Eve"];
    const made = await Promise.all(names.map((client) => recycled.render({ ...sample, client, title: client })));
    await recycled.stop();
    expect(made.map(({ pdf }) => titleOf(pdf))).toEqual(names);
  });

  test("starts again after it was stopped", async () => {
    const stopped = startRenderer();
    await stopped.render(sample);
    await stopped.stop();
    expect(await stopped.render(sample)).toMatchObject({ pages: 1 });
    await stopped.stop();
  });

  test("is shared by the process, and measured in milliseconds", async () => {
    expect(await renderWeeklyReport(sample)).toMatchObject({ standard: "ua-1" });
    expect(await measureReports(sample, { rounds: 3 })).toBeGreaterThan(0);
  });
});
