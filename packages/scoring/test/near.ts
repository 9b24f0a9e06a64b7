import { expect } from "vitest";
import type { State } from "../src/index.ts";

/** Equal to 1e-9 relative, or absolutely where both are next to nothing. */
export function expectNear(actual: number, expected: number, what = "value"): void {
  const difference = Math.abs(actual - expected);
  const limit = 1e-9 * Math.max(1, Math.abs(actual), Math.abs(expected));
  expect(difference, `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(limit);
}

/** All that two states say is the same, their sums to 1e-9 relative. */
export function expectSameState(actual: State, expected: State): void {
  expect({ ...actual, channels: null }).toEqual({ ...expected, channels: null });
  expect(Object.keys(actual.channels).sort()).toEqual(Object.keys(expected.channels).sort());
  for (const [id, channel] of Object.entries(actual.channels)) {
    const other = expected.channels[id];
    expect({ ...channel, sums: null }).toEqual({ ...other, sums: null });
    for (const [halfLife, sums] of Object.entries(channel.sums)) {
      const others = other?.sums[halfLife] ?? {};
      expect(Object.keys(sums).sort()).toEqual(Object.keys(others).sort());
      for (const [kind, value] of Object.entries(sums))
        expectNear(value, Object.entries(others).find(([name]) => name === kind)?.[1] ?? Number.NaN, `${id} ${kind}`);
    }
  }
}
