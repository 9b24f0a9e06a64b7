import type { Line } from "@headroom/scoring";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { points, type WhyFacts, whyItMoved } from "../src/index.ts";
import { receiptLines } from "./receipt-lines.ts";

const gain = (channelId: string, value: number): Line => ({
  kind: "gain",
  at: 0,
  channelId,
  signalKind: "like",
  count: 1,
  points: value,
});
const decay = (componentId: "presence" | "engagement", value: number): Line => ({
  kind: "decay",
  componentId,
  channelId: "a",
  points: value,
});

const why = (
  lines: Line[],
  { before = 50, after = 52.14, ...change }: Partial<WhyFacts> & { before?: number; after?: number } = {},
) =>
  whyItMoved({
    receipt: { from: 0, to: 1, before, after, lines },
    channels: [
      { id: "a", title: "Blog" },
      { id: "b", title: "Mastodon" },
    ],
    isFirst: false,
    held: [],
    algorithmTitle: (id) => ({ "classic-1": "Classic 1", "steady-1": "Steady 1" })[id] ?? id,
    when: (at) => `instant ${at}`,
    ...change,
  });

describe("why a score moved", () => {
  test.each([
    ["rose", 50, 52.14, "The score rose by 2.1, from 50.0 to 52.1."],
    ["fell", 50, 49.4, "The score fell by 0.6, from 50.0 to 49.4."],
    ["stayed", 50, 50.04, "The score ended where it began, at 50.0."],
  ])("begins with how far it %s", (_, before, after, expected) => {
    expect(why([], { before, after })[0]).toBe(expected);
  });

  test("does not count a first week from nothing", () => {
    expect(why([], { before: 1, after: 30, isFirst: true })[0]).toBe(
      "This is the first week with a score; it ended at 30.0.",
    );
  });

  test.each<[string, Line[], string]>([
    [
      "names the channel that brought most",
      [gain("a", 1), gain("b", 2), gain("b", 1)],
      "Posts and reactions brought 4.0 points, most of it on Mastodon (3.0).",
    ],
    [
      "does not call a third most",
      [gain("a", 1), gain("b", 1.2), gain("c", 1)],
      "Posts and reactions brought 3.2 points, the largest part on Mastodon (1.2).",
    ],
    ["needs no share of the only channel", [gain("a", 1)], "Posts and reactions on Blog brought 1.0 points."],
    [
      "says that posts cost something",
      [gain("a", -0.4), gain("b", 0.1)],
      "Posts and the reactions to them cost 0.3 points: more posts than response.",
    ],
    ["names no sum too small to read", [gain("a", 0.01)], "Posts and the reactions to them brought next to nothing."],
    ["says when nothing came", [], "No post and no reaction came in."],
  ])("then %s", (_, lines, expected) => {
    expect(why(lines)[1]).toBe(expected);
  });

  test.each<[string, Line[], string]>([
    [
      "names the component that lost most",
      [decay("presence", -1), decay("engagement", -0.5)],
      "Time took 1.5 points, most of it from presence (1.0).",
    ],
    ["needs no share of the only component", [decay("presence", -1)], "Time took 1.0 points, all of it from presence."],
    ["names no sum too small to read", [decay("presence", -0.01)], "Time took next to nothing."],
  ])("then what time took: it %s", (_, lines, expected) => {
    expect(why(lines)[2]).toBe(expected);
  });

  test("says followers apart, where they matter", () => {
    const of = (value: number): Line => ({ kind: "audience", at: 0, channelId: "a", points: value });
    expect(why([of(0.3), of(0.1)])).toContain("New followers brought 0.4 points.");
    expect(why([of(-0.3)])).toContain("Lost followers cost 0.3 points.");
    expect(why([of(0.01)])).toHaveLength(3);
  });

  test("says every step plainly", () => {
    const steps: Line[] = [
      { kind: "release", at: 7, channelId: "b", points: 1.04 },
      { kind: "algorithm", at: 9, fromId: "classic-1", toId: "steady-1", points: -5.2 },
    ];
    expect(why(steps).slice(3)).toEqual([
      "Mastodon was heard from again instant 7: +1.0.",
      "From instant 9 on the score is made by Steady 1 instead of Classic 1: \u22125.2.",
    ]);
  });

  test("says of whom nothing is known", () => {
    expect(why([], { held: [{ channelTitle: "Blog", from: 5, reason: "the token was revoked" }] }).at(-1)).toBe(
      "Blog has not been heard from since instant 5 (the token was revoked); its points stand still until it is.",
    );
  });

  test("every number is a sum of the ledger's lines, and every sentence is one", () => {
    fc.assert(
      fc.property(receiptLines, fc.double({ min: 1, max: 100, noNaN: true }), (lines, before) => {
        const sum = (kind: Line["kind"]) =>
          lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.points, 0);
        const after = before + lines.reduce((total, line) => total + line.points, 0);
        const sentences = why(lines, { before, after });
        for (const sentence of sentences) {
          expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(sentence).toMatch(/^[A-Za-z].*\.$/);
        }
        if (Math.abs(sum("gain")) >= 0.05) expect(sentences[1]).toContain(`${points(Math.abs(sum("gain")))} points`);
        const [time] = sentences.filter((sentence) => sentence.startsWith("Time took"));
        expect(time).toContain(sum("decay") <= -0.05 ? `Time took ${points(-sum("decay"))} points` : "next to nothing");
        if (Math.abs(after - before) >= 0.05)
          expect(sentences[0]).toContain(` by ${points(Math.abs(after - before))},`);
      }),
    );
  });
});
