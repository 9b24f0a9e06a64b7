import type { ComponentId, Line } from "@headroom/scoring";
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
const decay = (componentId: ComponentId, value: number): Line => ({
  kind: "decay",
  componentId,
  channelId: "a",
  points: value,
});
const followers = (value: number): Line => ({ kind: "audience", at: 0, channelId: "a", points: value });
const release = (channelId: string, at: number, value: number): Line => ({
  kind: "release",
  at,
  channelId,
  points: value,
});
const change = (at: number, value: number): Line => ({
  kind: "algorithm",
  at,
  fromId: "classic-1",
  toId: "steady-1",
  points: value,
});
const silent = (channelTitle: string) => ({ channelTitle, from: 5, reason: "the token was revoked" });

const why = (lines: Line[], given: Partial<WhyFacts> & { before?: number } = {}) => {
  const { before = 50, ...facts } = given;
  const after = before + lines.reduce((sum, line) => sum + line.points, 0);
  return whyItMoved({
    receipt: { from: 0, to: 1, before, after, lines },
    channels: [
      { id: "a", title: "Blog" },
      { id: "b", title: "Mastodon" },
    ],
    isFirst: false,
    held: [],
    algorithmTitle: (id) => ({ "classic-1": "Classic 1", "steady-1": "Steady 1" })[id] ?? id,
    when: (at) => `instant ${at}`,
    ...facts,
  });
};

describe("the three sentences of", () => {
  test.each<[string, Line[], Parameters<typeof why>[1], [string, string, string]]>([
    [
      "a rise",
      [gain("a", 1), gain("b", 2), gain("b", 1), decay("presence", -0.5), decay("engagement", -1.4)],
      {},
      [
        "The score rose by 2.1, from 50.0 to 52.1.",
        "Posts and reactions brought 4.0 points, most of it on Mastodon (3.0).",
        "Time took 1.9 points, most of it from engagement (1.4).",
      ],
    ],
    [
      "a fall by silence",
      [decay("presence", -2.25), decay("engagement", -0.75)],
      {},
      [
        "The score fell by 3.0, from 50.0 to 47.0.",
        "No post and no reaction came in.",
        "Time took 3.0 points, most of it from presence (2.3).",
      ],
    ],
    [
      "a week in which a channel fell silent",
      [gain("b", 1), decay("presence", -1)],
      { held: [silent("Blog")] },
      [
        "The score ended where it began, at 50.0.",
        "Posts and reactions on Mastodon brought 1.0 points.",
        "Time took 1.0 points, all of it from presence; Blog has not been heard from since instant 5 (the token was revoked), so its points stand still.",
      ],
    ],
    [
      "a week in which a channel was heard from again",
      [release("b", 7, 1.04)],
      {},
      [
        "The score rose by 1.0, from 50.0 to 51.0.",
        "No post and no reaction came in; Mastodon was heard from again instant 7, which made +1.0.",
        "Time took next to nothing.",
      ],
    ],
    [
      "a change of algorithm",
      [change(9, -5.2), gain("a", 1)],
      {},
      [
        "The score fell by 4.2, from 50.0 to 45.8; since instant 9 it is made by Steady 1 instead of Classic 1, which alone made −5.2.",
        "Posts and reactions on Blog brought 1.0 points.",
        "Time took next to nothing.",
      ],
    ],
    [
      "a week in which nothing happened",
      [],
      {},
      ["The score ended where it began, at 50.0.", "No post and no reaction came in.", "Time took next to nothing."],
    ],
    [
      "a first week",
      [gain("a", 29), followers(0.4)],
      { before: 1, isFirst: true },
      [
        "This is the first week with a score; it ended at 30.4.",
        "Posts and reactions on Blog brought 29.0 points; new followers brought 0.4 points.",
        "Time took next to nothing.",
      ],
    ],
    [
      "a week of more posts than response",
      [gain("a", -0.4), gain("b", 0.1), followers(-0.3)],
      {},
      [
        "The score fell by 0.6, from 50.0 to 49.4.",
        "Posts and the reactions to them cost 0.3 points: more posts than response; lost followers cost 0.3 points.",
        "Time took next to nothing.",
      ],
    ],
  ])("%s", (_, lines, given, expected) => {
    expect(why(lines, given)).toEqual(expected);
  });
});

describe("why a score moved", () => {
  test("does not call a third most", () => {
    expect(why([gain("a", 1), gain("b", 1.2), gain("c", 1)])[1]).toBe(
      "Posts and reactions brought 3.2 points, the largest part on Mastodon (1.2).",
    );
  });

  test.each([0.049, -0.049])("gives no number to %f points, which would read as 0.0", (tiny) => {
    const [moved, came, took] = why([gain("a", Math.abs(tiny)), followers(tiny), decay("presence", -Math.abs(tiny))]);
    expect(moved).toBe("The score ended where it began, at 50.0.");
    expect(came).toBe("Posts and the reactions to them brought next to nothing.");
    expect(took).toBe("Time took next to nothing.");
  });

  test("names two of many steps and counts the others", () => {
    const [moved, came] = why([
      ...[1, 2, 3, 4].map((at) => change(at, 0.1)),
      ...[1, 2, 3].map((at) => release("b", at, 0.1)),
    ]);
    expect(moved).toMatch(/since instant 1 .*; since instant 2 .*; and 2\smore changes of algorithm\.$/);
    expect(came).toMatch(/heard from again instant 1.*instant 2.*; and 1\smore channel heard from again\.$/);
  });

  test("names a channel that is gone without its name", () => {
    expect(why([gain("gone", 1)])[1]).toBe("Posts and reactions on a channel that is gone brought 1.0 points.");
  });

  test("every number is a sum of the ledger's lines, and every sentence is one, whatever the ledger", () => {
    fc.assert(
      fc.property(receiptLines, fc.double({ min: 1, max: 100, noNaN: true }), (lines, before) => {
        const sum = (kind: Line["kind"]) =>
          lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.points, 0);
        const moved = before + lines.reduce((total, line) => total + line.points, 0) - before;
        const sentences = why(lines, { before });
        expect(sentences).toHaveLength(3);
        for (const sentence of sentences) {
          expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(sentence).toMatch(/^[A-Z][^.]*(\.\d[^.]*)*\.$/);
        }
        if (Math.abs(sum("gain")) >= 0.05) expect(sentences[1]).toContain(`${points(Math.abs(sum("gain")))} points`);
        if (Math.abs(sum("audience")) >= 0.05)
          expect(sentences[1]).toContain(`followers ${sum("audience") > 0 ? "brought" : "cost"}`);
        expect(sentences[2]).toContain(
          sum("decay") <= -0.05 ? `Time took ${points(-sum("decay"))} points` : "next to nothing",
        );
        if (Math.abs(moved) >= 0.05) expect(sentences[0]).toContain(` by ${points(Math.abs(moved))},`);
      }),
    );
  });
});
