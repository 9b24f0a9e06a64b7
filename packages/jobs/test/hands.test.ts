import { describe, expect, test } from "vitest";
import { hands } from "../src/hands.ts";

/** Work that ends, rests and goes on when told. */
const piece = () => {
  const turn = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  return { turn, end };
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("hands", () => {
  test("are taken by work until it ends, and say when one is free", async () => {
    let freed = 0;
    const { free, begin } = hands({ which: "else", most: 2, onFree: () => freed++ });
    const { end } = piece();
    begin(() => end.promise);
    expect([free(), freed]).toEqual([1, 0]);
    end.resolve();
    await settle();
    expect([free(), freed]).toEqual([2, 1]);
  });

  test("are others' while work waits for its turn, and what has rested goes on though none is free", async () => {
    let freed = 0;
    const { free, begin, settled } = hands({ which: "else", most: 1, onFree: () => freed++ });
    const [first, second] = [piece(), piece()];
    begin(async (rest) => {
      await rest(() => first.turn.promise);
      await first.end.promise;
    });
    await settle();
    expect([free(), freed]).toEqual([1, 1]);
    begin(() => second.end.promise);
    expect(free()).toBe(0);
    first.turn.resolve();
    await settle();
    expect(free()).toBe(-1);
    first.end.resolve();
    second.end.resolve();
    await settled();
    expect(free()).toBe(1);
  });

  test("are held again by work whose wait failed", async () => {
    const { free, begin } = hands({ which: "else", most: 1, onFree: () => {} });
    const { end } = piece();
    begin(async (rest) => {
      await rest(() => Promise.reject(new Error("no"))).catch(() => {});
      await end.promise;
    });
    await settle();
    expect(free()).toBe(0);
    end.resolve();
  });

  test("are not given away without bound, however many rest", async () => {
    const { free, begin } = hands({ which: "else", most: 6, onFree: () => {} });
    for (let n = 0; n < 600; n++) begin((rest) => rest(() => new Promise(() => {})));
    await settle();
    // 500 of those that rest count as none.
    expect(free()).toBe(6 + 500 - 600);
  });
});
