import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type WeeklyFacts, type WeeklyReport, weeklyReport, weekOfDate } from "../src/index.ts";
import { receiptLines } from "./receipt-lines.ts";
import { hourMs, ordinary, pointsFrom, score, week } from "./weekly-facts.ts";

const report = (change: Partial<WeeklyFacts> = {}): WeeklyReport => {
  const made = JSON.stringify(weeklyReport({ ...ordinary, ...change }))
    .replaceAll("\u00a0", " ")
    .replaceAll("\u2212", "-");
  return JSON.parse(made);
};
const history = (change: Partial<WeeklyFacts["history"]>): Partial<WeeklyFacts> => ({
  history: { ...ordinary.history, ...change },
});
const figure = (made: WeeklyReport, label: string) => made.figures.find((candidate) => candidate.label === label);

describe("the report of an ordinary week", () => {
  test("says everything it is about", () => {
    const { chart, ...said } = report();
    expect(said).toEqual({
      agency: "Bright Agency",
      client: "Harbour Coffee",
      title: "Harbour Coffee, week of 16 Nov",
      period: "Monday 16 to Sunday 22 November 2026 · Europe/Berlin (CET)",
      score: "52.3",
      standing: "4.3 above the target of 48",
      headline: "52.3, 4.3 above the target of 48",
      tone: "good",
      figures: [
        { label: "Change in the week", value: "+2.1", note: "from 50.2 to 52.3" },
        { label: "Headroom", value: "+4.3", note: "against the target of 48" },
        { label: "At or above target", value: "100 %", note: "promise of 95 % kept" },
        { label: "Safe until", value: "Wed 25 Nov", note: "13:00 CET" },
      ],
      why: [
        "The score rose by 2.1, from 50.2 to 52.3.",
        "Posts and reactions on Mastodon brought 3.0 points.",
        "Time took 0.9 points, all of it from presence.",
      ],
      posts: [
        { channel: "Mastodon", day: "17 Nov", text: "A small tip", points: "+3.0", reactions: "12 likes, 1 comment" },
      ],
      noPosts: "No post brought points this week.",
      next: [
        "If nothing more happens, the score falls below its target on Wed 25 Nov 2026, 13:00 CET.",
        "The best next post is on Mastodon: it adds 1.8 within a day, before anyone reacts.",
      ],
      nextAsOf: "Mon 23 Nov 2026, 00:00 CET",
      made: "Made Mon 23 Nov 2026, 06:00 CET with Headroom, an open influence score from 1 to 100",
      notes: [],
    });
    expect(chart).toMatchObject({
      from: ordinary.mondays[0],
      to: week.to,
      week: { from: week.from, to: week.to },
      weeks: [{ label: "26 Oct" }, { label: "2 Nov" }, { label: "9 Nov" }, { label: "16 Nov" }],
      alt: "Score from 50.0 to 52.3 points, never below target.",
    });
  });
});

describe("the headline", () => {
  test.each<[Partial<WeeklyFacts>, string, WeeklyReport["tone"]]>([
    [{ score: score(45.1) }, "45.1, 2.9 below the target of 48", "bad"],
    [{ score: score(48.02) }, "48.0, right at the target of 48", "good"],
    [{ score: score(47.98) }, "48.0, just below the target of 48", "bad"],
    [{ target: { value: 48.5, share: 0.95, window: "week" } }, "52.3, 3.8 above the target of 48.5", "good"],
    [{ target: null }, "52.3, no target is set", "none"],
    [{ score: null }, "No score yet: no channel has been read", "none"],
  ])("%# reads %s", (change, headline, tone) => {
    expect(report(change)).toMatchObject({ headline, tone });
  });
});

describe("the period", () => {
  test.each<[string, Partial<WeeklyFacts>, string]>([
    [
      "names both months",
      { week: { from: Date.UTC(2026, 10, 29, 23), to: Date.UTC(2026, 11, 6, 23), isRunning: false } },
      "Monday 30 November 2026 to Sunday 6 December 2026 · Europe/Berlin (CET)",
    ],
    [
      "names both names of a zone whose clocks change",
      { week: { from: Date.UTC(2026, 9, 18, 22), to: Date.UTC(2026, 9, 25, 23), isRunning: false } },
      "Monday 19 to Sunday 25 October 2026 · Europe/Berlin (CEST, then CET)",
    ],
    [
      "says until when a running week is told",
      { week: { from: week.from, to: week.from + 60 * hourMs, isRunning: true } },
      "Monday 16 to Wednesday 18 November 2026, until 12:00 · Europe/Berlin (CET)",
    ],
    [
      "is one day on Monday",
      { week: { from: week.from, to: week.from + 5.5 * hourMs, isRunning: true } },
      "Monday 16 November 2026, until 05:30 · Europe/Berlin (CET)",
    ],
  ])("%s", (_, change, expected) => {
    expect(report(change).period.replace("GMT+2", "CEST")).toBe(expected);
  });
});

describe("the promise", () => {
  const fall = (hours: number, rest: WeeklyFacts["history"]["rest"] = []): Partial<WeeklyFacts> => ({
    ...history({ rest, crossings: [{ at: week.to - hours * hourMs, direction: "below", target: 48, score: 48 }] }),
    score: score(47),
    fallsAt: week.to - hours * hourMs,
  });
  test.each<[string, Partial<WeeklyFacts>, string, string]>([
    ["is missed by a little without rounding it away", fall(8.47), "94.9 %", "promise of 95 % missed"],
    ["is kept exactly", fall(8.4), "95 %", "promise of 95 % kept"],
    [
      "is not judged while the week runs",
      { ...fall(8.5), week: { ...ordinary.week, isRunning: true } },
      "94.9 %",
      "promised: 95 % of the week",
    ],
    [
      "of a month is not judged by a week",
      { target: { value: 48, share: 0.9, window: "month" } },
      "100 %",
      "promised: 90 % of the month",
    ],
    [
      "counts from the first score",
      history({ points: pointsFrom(week.from + 84 * hourMs) }),
      "100 %",
      "counted from 19 Nov; promise of 95 % kept",
    ],
    [
      "leaves agreed rest out, and says what it is with it",
      fall(42, [{ from: week.to - 42 * hourMs, to: week.to }]),
      "100 %",
      "promise of 95 % kept; 75 % with agreed rest counted",
    ],
    [
      "of a week of rest has nothing to hold",
      history({ rest: [{ from: week.from, to: week.to }] }),
      "–",
      "promise of 95 % kept; 100 % with agreed rest counted",
    ],
    ["is none without a target", { target: null }, "–", "no target is set"],
    [
      "counts a foreseen fall that has passed",
      { score: score(47), fallsAt: week.to - 84 * hourMs },
      "50 %",
      "promise of 95 % missed",
    ],
  ])("%s", (_, change, value, note) => {
    expect(figure(report(change), "At or above target")).toEqual({ label: "At or above target", value, note });
  });

  const monthly = { target: { value: 48, share: 0.95, window: "month" as const } };
  test("judges a month in the report of the week in which it ended", () => {
    const [late, early] = ["2026-10-26", "2026-11-02"].map((monday) => weekOfDate(monday, "Europe/Berlin"));
    const verdict = (asked: typeof late) =>
      figure(
        report({
          ...monthly,
          week: { from: asked?.from ?? 0, to: asked?.to ?? 0, isRunning: false },
          now: asked?.to ?? 0,
        }),
        "At or above target",
      )?.note;
    expect(verdict(late)).toContain("promise of 95 % kept");
    expect(verdict(early)).toContain("promised: 95 % of the month");
  });

  test.each<[string, Partial<WeeklyFacts>, string | null]>([
    ["says nothing of a week in which nothing burned", {}, null],
    [
      "says what a week that is over used of what it allows",
      fall(3.2),
      "The score was below target for 3 h; the week’s promise allows 8 h (0.4 × what the week can bear).",
    ],
    ["says nothing of a month in which nothing burned and nothing will", { ...monthly, fallsAt: Infinity }, null],
    [
      "says what is left of what the month allows",
      {
        ...monthly,
        fallsAt: Infinity,
        history: {
          ...ordinary.history,
          crossings: [
            { at: week.from, direction: "below", target: 48, score: 47 },
            { at: week.from + 6 * hourMs, direction: "above", target: 48, score: 48 },
          ],
        },
      },
      "Of the 36 h below target that the month’s promise allows, 30 h are left, used at 0.2 × what the month can bear.",
    ],
    [
      "says when the month's promise breaks if nothing more happens",
      { ...monthly, fallsAt: week.to + 24 * hourMs },
      "Of the 36 h below target that the month’s promise allows, 36 h are left; if nothing more happens, it breaks on Wed 25 Nov 2026, 12:00 CET.",
    ],
    [
      "says that the month's promise is broken, and by how much",
      { ...fall(50.5), ...monthly },
      "The score was below target for 2 days; the month’s promise allows 36 h (1.9 × what the month can bear).",
    ],
  ])("%s", (_, change, expected) => {
    const sentences = report(change).next.filter((sentence) => sentence.includes("promise"));
    expect(sentences.map((sentence) => sentence.replaceAll("\u00a0", " "))).toEqual(
      expected === null ? [] : [expected],
    );
  });
});

describe("what comes next", () => {
  test.each<[string, Partial<WeeklyFacts>, string]>([
    [
      "a score that never falls",
      { fallsAt: Number.POSITIVE_INFINITY },
      "The score stays at or above its target for years, even if nothing more happens.",
    ],
    [
      "a fall months away",
      { fallsAt: week.to + 100 * 24 * hourMs },
      "The score stays at or above its target over 60 days, even if nothing more happens.",
    ],
    ["a score below already", { score: score(45.1), fallsAt: week.to }, "The score is 2.9 below its target."],
    ["no target", { target: null, fallsAt: null }, "No target is set, so nothing can fall below it."],
    ["no channel that is heard from", { nextPosts: [] }, "No channel is heard from, so no post can be advised."],
    [
      "a post that is worth nothing",
      { nextPosts: [{ channelTitle: "Blog", points: -0.2 }] },
      "One more post would change next to nothing within a day, before anyone reacts.",
    ],
  ])("is said plainly of %s", (_, change, expected) => {
    expect(report(change).next).toContain(expected);
  });
});

test("nobody is safe until an instant that has passed", () => {
  const passed = report({ score: score(45.1), fallsAt: week.to - hourMs });
  expect(figure(passed, "Safe until")).toMatchObject({ value: "–", note: "below target already" });
  expect(figure(report({ fallsAt: Number.POSITIVE_INFINITY }), "Safe until")).toMatchObject({ value: "for years" });
  expect(figure(report({ target: null, fallsAt: null }), "Safe until")).toMatchObject({ note: "no target is set" });
});

describe("posts that worked", () => {
  const [post] = ordinary.posts;
  const posts = (points: number[], text = "x") =>
    points.map((value) => ({ channelTitle: "Blog", at: week.from, reactions: {}, ...post, text, points: value }));

  test("are the five that brought most, largest first", () => {
    const brought = report({ posts: posts([0.1, 2, 0.5, 3, 0.04, 1, -1, 0.2]) }).posts.map(({ points }) => points);
    expect(brought).toEqual(["+3.0", "+2.0", "+1.0", "+0.5", "+0.2"]);
  });

  test("are none that brought next to nothing", () => {
    expect(report({ posts: posts([0.04, -1]) }).posts).toEqual([]);
  });

  test("are cut between words, and named when there is no text to print", () => {
    const [long] = report({ posts: posts([1], "word ".repeat(60)) }).posts;
    expect(long?.text).toMatch(/^(word )+word…$/);
    expect(long?.text.length).toBeLessThanOrEqual(130);
    expect(report({ posts: posts([1], "🎉") }).posts[0]?.text).toBe("A post without text");
  });

  test("tell the three most frequent reactions", () => {
    const reactions = { view: 400, like: 12, comment: 1, save: 2, reshare: 0 };
    expect(report({ posts: posts([1]).map((p) => ({ ...p, reactions })) }).posts[0]?.reactions).toBe(
      "400 views, 12 likes, 2 saves",
    );
    expect(report({ posts: posts([1]).map((p) => ({ ...p, reactions: {} })) }).posts[0]?.reactions).toBe(
      "no reactions yet",
    );
  });
});

describe("the chart of a report", () => {
  test("leaves out what lies outside its four weeks", () => {
    const outside = [
      { at: week.to + hourMs, direction: "below" as const, target: 48, score: 48 },
      { at: ordinary.history.from - hourMs, direction: "above" as const, target: 48, score: 48 },
    ];
    const points = [
      ...ordinary.history.points,
      { at: week.to + hourMs, score: 3, target: 48, coverage: 1, algorithmId: "steady-1" },
    ];
    const { chart } = report(history({ crossings: outside, points }));
    expect(chart?.crossings).toEqual([]);
    expect(chart?.legend).toEqual([]);
    expect(chart?.line.at(-1)).toEqual({ at: week.to, score: 52.3, target: 48 });
    expect(Math.min(...(chart?.line.map((point) => point.score ?? 99) ?? []))).toBe(50);
  });

  test("explains exactly the signs that it shows", () => {
    const shown = history({
      crossings: [{ at: week.from, direction: "below", target: 48, score: 48 }],
      holds: [{ channelTitle: "Blog", from: 0, to: null, reason: "gone." }],
      algorithms: [...ordinary.history.algorithms, { from: week.from, id: "classic-1", title: "Classic 1" }],
    });
    const { chart, why } = report(shown);
    expect(chart?.legend).toEqual([
      { sign: "below", text: "fell below target" },
      { sign: "hold", text: "Blog not heard from" },
      { sign: "mark", text: "Classic 1 from here on" },
    ]);
    expect(chart?.holds).toEqual([{ from: ordinary.history.from, to: week.to }]);
    expect(chart?.alt).toContain("below target once. Blog not heard from. Classic 1 from here on.");
    expect(why.at(-1)).toMatch(/; Blog has not been heard from since .* \(gone\), so its points stand still\.$/);
  });

  test("counts held channels that are too many to name", () => {
    const holds = ["Blog", "Mastodon", "Blog"].map((channelTitle) => ({
      channelTitle,
      from: week.from,
      to: null,
      reason: "gone",
    }));
    expect(report(history({ holds })).chart?.legend).toEqual([{ sign: "hold", text: "2 channels not heard from" }]);
  });

  test("keeps a missing day a gap", () => {
    const points = ordinary.history.points.filter(({ at }) => at < week.from || at > week.from + 24 * hourMs);
    expect(report(history({ points })).chart?.line.filter((point) => point.score === null)).toHaveLength(1);
  });
});

describe("honesty", () => {
  test("a week before any score has no figures, no chart and no posts", () => {
    expect(report({ score: null, posts: [], ...history({ points: [] }) })).toMatchObject({
      figures: [],
      chart: null,
      next: [],
      noPosts: null,
      score: null,
    });
  });

  test("a first week does not count from nothing", () => {
    const made = report(history({ points: pointsFrom(week.from + hourMs) }));
    expect(figure(made, "Change in the week")).toMatchObject({ value: "–", note: "no score before" });
    expect(made.why[0]).toBe("This is the first week with a score; it ended at 52.3.");
  });

  test("small print names what is not known, what is held and what is invented", () => {
    const unknownKinds = ["a", "b", "gone"].map((channelId) => ({
      channelId,
      kinds: ["view" as const, "click" as const, "linkPost" as const],
    }));
    const made = report({
      score: score(52.3, { coverage: 0.799, unknownKinds }),
      agency: { name: "Demo", isDemo: true },
    });
    expect(made.notes).toEqual([
      "79.9 % of the points are of channels that are heard from.",
      "Not told by the networks, so not known rather than zero: Blog: views, clicks; Mastodon: views, clicks.",
      "This is demo data: agency, client and posts are invented.",
    ]);
  });

  test("twelve channels do not fill the page with small print", () => {
    const channels = Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, title: `Channel ${i}` }));
    const unknownKinds = channels.map(({ id }) => ({ channelId: id, kinds: ["view" as const] }));
    expect(report({ channels, score: score(52.3, { unknownKinds }) }).notes[0]).toMatch(
      /Channel 3: views; and 8 more channels\.$/,
    );
  });
});

describe("any week", () => {
  const anything = fc.string({ unit: "binary", maxLength: 200 });
  const number = fc.double({ min: 1, max: 100, noNaN: true });
  const weeks = fc.record({
    name: anything,
    text: anything,
    value: fc.option(number),
    target: fc.option(number),
    before: number,
    fallsIn: fc.constantFrom(Number.POSITIVE_INFINITY, -hourMs, 0, 50 * hourMs),
    lines: receiptLines,
    isRunning: fc.boolean(),
  });

  test("reads as words and numbers, is plain JSON and fit for print", () => {
    fc.assert(
      fc.property(weeks, ({ name, text, value, target, before, fallsIn, lines, isRunning }) => {
        const made = weeklyReport({
          ...ordinary,
          client: { ...ordinary.client, name },
          channels: [{ id: "a", title: text }],
          posts: ordinary.posts.map((post) => ({ ...post, text, channelTitle: text })),
          score: value === null ? null : score(value),
          target: target === null ? null : { value: target, share: 0.95, window: "week" },
          fallsAt: target === null ? null : week.to + fallsIn,
          receipt: { ...ordinary.receipt, before, after: value ?? 1, lines },
          week: { ...ordinary.week, isRunning },
        });
        expect(JSON.parse(JSON.stringify(made))).toEqual(made);
        const { client: _, posts: __, ...ours } = made;
        if (!/NaN|undefined|Infinity|null/.test(text + name))
          expect(
            Object.values(ours)
              .flat()
              .filter((line) => typeof line === "string")
              .join(" "),
          ).not.toMatch(/NaN|undefined|Infinity|null/);
        expect(JSON.stringify(made).isWellFormed()).toBe(true);
        expect(made.client).not.toMatch(/\p{C}/u);
        expect(made.client).not.toBe("");
      }),
    );
  });

  test("is the same report for the same facts", () => {
    expect(weeklyReport(ordinary)).toEqual(weeklyReport(structuredClone(ordinary)));
  });
});
