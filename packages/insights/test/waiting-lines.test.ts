import { describe, expect, test } from "vitest";
import { type FreeUntil, freeUntil, queueReason, type Standing, safeUntil } from "../src/index.ts";

const now = Date.UTC(2026, 10, 23, 12);
const hourMs = 3_600_000;
const clock = { zone: "UTC", now };
const plain = (text: string) => text.replaceAll("\u00a0", " ");

const client = (name: string, fallsAt: number | null, change: Partial<Standing> = {}): Standing => ({
  name,
  score: 50,
  target: 48,
  fallsAt,
  ...change,
});

describe("until when everyone is free", () => {
  test.each<[string, Standing[], Partial<FreeUntil>]>([
    [
      "is the first fall, with the client's name",
      [client("Late", now + 90 * hourMs), client("Early", now + 2 * hourMs)],
      {
        at: now + 2 * hourMs,
        headline: "You are free until today 14:00 UTC",
        detail: "Then Early falls below its target if nothing more happens.",
      },
    ],
    [
      "says apart who is below already",
      [client("Low", now), client("Early", now + 2 * hourMs)],
      {
        headline: "1 client needs a post now",
        detail:
          "For the other one you are free until today 14:00 UTC: then Early falls below its target if nothing more happens.",
      },
    ],
    [
      "is forever when nobody falls by itself",
      [client("Calm", Number.POSITIVE_INFINITY)],
      { at: null, headline: "You are free: no client will fall below target by itself.", detail: "" },
    ],
    [
      "is no matter when all are below",
      [client("Low", now - 1)],
      { at: null, headline: "Every client here is below target" },
    ],
    [
      "is not known before anything was read",
      [client("New", null, { score: null })],
      { at: null, headline: "Nothing to watch yet" },
    ],
    [
      "leaves out clients without a target",
      [client("Free", now + hourMs, { target: null })],
      { headline: "Nothing to watch yet" },
    ],
  ])("%s", (_, clients, expected) => {
    const found = freeUntil(clients, clock);
    expect({ ...found, headline: plain(found.headline), detail: plain(found.detail) }).toMatchObject(expected);
  });
});

describe("until when a client is safe", () => {
  test.each([
    ["unscored", now + hourMs, "–", null],
    ["safe", null, "–", null],
    ["below", now, "below now", null],
    ["safe", Number.POSITIVE_INFINITY, "for years", null],
    ["safe", now + 61 * 24 * hourMs, "over 60 days", null],
    ["safe", now + 50 * hourMs, "Wed 14:00 UTC", "2 days"],
  ])("%s, falling at %s: %s", (status, fallsAt, text, inText) => {
    const found = safeUntil({ fallsAt, status }, clock);
    expect({ text: plain(found.text), inText: found.inText && plain(found.inText) }).toEqual({ text, inText });
  });
});

describe("why a client stands where it does in the queue", () => {
  const facts = {
    score: 50,
    target: 48,
    headroom: 2,
    decay: [
      { title: "Presence", points: 0.8 },
      { title: "Engagement", points: 0.4 },
    ],
    lastPostAt: now - 5 * hourMs,
    heldChannels: 0,
    now,
  };
  test.each<[string, Partial<Parameters<typeof queueReason>[0]>, string]>([
    ["names silence and its price", {}, "Last post 5 h ago. A day of silence costs 1.2 points, most of it presence."],
    [
      "names no price too small to read",
      { decay: [{ title: "Reach", points: 0.01 }] },
      "Last post 5 h ago. A day of silence costs next to nothing.",
    ],
    [
      "says that no post is known",
      { lastPostAt: null, decay: [] },
      "No post is known. A day of silence costs next to nothing.",
    ],
    [
      "says that a channel is not heard from",
      { heldChannels: 1, decay: [] },
      "Last post 5 h ago. A day of silence costs next to nothing. One channel is not heard from; its points stand still.",
    ],
    ["has nothing to say without a score", { score: null }, "No score yet: no channel has been read."],
  ])("%s", (_, change, expected) => {
    expect(plain(queueReason({ ...facts, ...change }))).toBe(expected);
  });
});
