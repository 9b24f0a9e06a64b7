import { describe, expect, test } from "vitest";
import { type ClientStatus, clientStatus, clientStatuses, statusLook } from "../src/index.ts";

const now = Date.UTC(2026, 10, 23, 12);
const hourMs = 3_600_000;
const calm = { score: 52, target: 48, fallsAt: now + 100 * hourMs, heldChannels: 0, channels: 2, now };

describe("a client's status", () => {
  test.each<[string, Partial<typeof calm> | { score: null } | { target: null; fallsAt: number }, ClientStatus]>([
    ["is safe when the fall is days away", {}, "safe"],
    ["is safe when the score never falls", { fallsAt: Number.POSITIVE_INFINITY }, "safe"],
    ["is safe without a target", { target: null, fallsAt: Number.POSITIVE_INFINITY }, "safe"],
    ["is soon within a day", { fallsAt: now + 24 * hourMs }, "soon"],
    ["is not soon a millisecond later than a day", { fallsAt: now + 24 * hourMs + 1 }, "safe"],
    ["is below when the score is", { score: 47.9 }, "below"],
    ["is below when the foreseen fall has passed", { fallsAt: now }, "below"],
    ["is held when a channel is not heard from", { heldChannels: 1 }, "held"],
    ["is below rather than held", { score: 40, heldChannels: 1 }, "below"],
    ["is unscored before anything was read", { score: null }, "unscored"],
    ["is unscored without channels, whatever was stored", { channels: 0 }, "unscored"],
  ])("%s", (_, change, expected) => {
    expect(clientStatus({ ...calm, ...change })).toBe(expected);
  });

  test("each has a word and a shape of its own, so that none is told by colour alone", () => {
    const looks = clientStatuses.map((status) => statusLook[status]);
    expect(new Set(looks.map(({ word }) => word)).size).toBe(clientStatuses.length);
    expect(new Set(looks.map(({ shape }) => shape)).size).toBe(clientStatuses.length);
  });
});
