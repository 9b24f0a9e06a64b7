import { componentIds, type Line } from "@headroom/scoring";
import fc from "fast-check";

const channelId = fc.constantFrom("a", "b", "gone");
const points = fc.double({ min: -9, max: 9, noNaN: true });
const at = fc.integer({ min: 0, max: 4e12 });

/** Lines of a receipt as they may come, of two channels and one that is gone. */
export const receiptLines: fc.Arbitrary<Line[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("gain" as const),
      at,
      channelId,
      signalKind: fc.constantFrom("post" as const, "like" as const, "reshare" as const),
      count: fc.integer({ min: 1, max: 1e6 }),
      points,
    }),
    fc.record({ kind: fc.constant("audience" as const), at, channelId, points }),
    fc.record({
      kind: fc.constant("decay" as const),
      componentId: fc.constantFrom(...componentIds),
      channelId,
      points: fc.double({ min: -9, max: 0, noNaN: true }),
    }),
    fc.record({ kind: fc.constant("release" as const), at, channelId, points }),
    fc.record({
      kind: fc.constant("algorithm" as const),
      at,
      fromId: fc.constant("classic-1"),
      toId: fc.constant("steady-1"),
      points,
    }),
  ),
  { maxLength: 12 },
);
