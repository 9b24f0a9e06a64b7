import { expect, it } from "vitest";
import { secondsLeftMs } from "../src/http/seconds-left.ts";

it.each([
  ["60", 60_000],
  ["0", 0],
  ["0.4", 400],
  ["311.0", 311_000],
  ["0.0001", 1],
  ["999999", 999_999_000],
  ["1793620800", undefined],
  ["2026-11-02T12:00:00Z", undefined],
  ["-3", undefined],
  ["", undefined],
  [null, undefined],
])("a reset of %j seconds left is a wait of %j ms: an instant is none", (text, wait) => {
  expect(secondsLeftMs(new Headers(text === null ? {} : { "X-Ratelimit-Reset": text }))).toBe(wait);
});
