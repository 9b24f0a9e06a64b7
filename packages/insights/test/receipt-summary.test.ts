import type { Line, Receipt } from "@headroom/scoring";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { receiptSummary } from "../src/index.ts";
import { receiptLines } from "./receipt-lines.ts";

const channels = [
  { id: "a", title: "Blog" },
  { id: "b", title: "Mastodon" },
];
const names = { channels, algorithmTitle: (id: string) => (id === "classic-1" ? "Classic 1" : id) };
const receiptOf = (lines: Line[]): Receipt => ({ from: 0, to: 1, before: 50, after: 52, lines });

describe("a receipt in few lines", () => {
  test("adds up what a channel brought, followers included, largest first", () => {
    const lines: Line[] = [
      { kind: "gain", at: 0, channelId: "a", signalKind: "post", count: 1, points: 0.5 },
      { kind: "gain", at: 0, channelId: "b", signalKind: "like", count: 9, points: 2 },
      { kind: "audience", at: 0, channelId: "a", points: 0.25 },
    ];
    expect(receiptSummary(receiptOf(lines), names).lines).toEqual([
      { label: "Posts and reactions on Mastodon", points: 2, kind: "gain" },
      { label: "Posts and reactions on Blog", points: 0.75, kind: "gain" },
    ]);
  });

  test("adds up what time took from a component over all channels", () => {
    const lines: Line[] = [
      { kind: "decay", componentId: "presence", channelId: "a", points: -0.5 },
      { kind: "decay", componentId: "presence", channelId: "b", points: -0.25 },
    ];
    expect(receiptSummary(receiptOf(lines), names).lines).toEqual([
      { label: "Time passing: presence", points: -0.75, kind: "loss" },
    ]);
  });

  test("keeps every step a line of its own", () => {
    const lines: Line[] = [
      { kind: "release", at: 0, channelId: "b", points: 1 },
      { kind: "algorithm", at: 0, fromId: "classic-1", toId: "steady-1", points: -5 },
    ];
    expect(receiptSummary(receiptOf(lines), names).lines.map(({ label }) => label)).toEqual([
      "Change of algorithm: Classic 1 to steady-1",
      "Heard from again: Mastodon",
    ]);
  });

  test("names a channel that is gone without its name", () => {
    const lines: Line[] = [{ kind: "release", at: 0, channelId: "gone", points: 1 }];
    expect(receiptSummary(receiptOf(lines), names).lines[0]?.label).toBe("Heard from again: a channel that is gone");
  });

  test("its lines sum to what the receipt's lines sum to", () => {
    fc.assert(
      fc.property(receiptLines, (lines) => {
        const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 0);
        expect(sum(receiptSummary(receiptOf(lines), names).lines)).toBeCloseTo(sum(lines), 9);
      }),
    );
  });
});
