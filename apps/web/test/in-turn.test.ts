import { describe, expect, it } from "vitest";
import { inTurn } from "../app/[agency]/clients/[client]/connect/list/in-turn.ts";

describe("work in turn", () => {
  it("is done once for each item, by no more at once than was said", async () => {
    const done: number[] = [];
    const running = { now: 0, most: 0 };
    await inTurn([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await Promise.resolve();
      running.now -= 1;
      done.push(item);
    });
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(running.most).toBe(3);
  });

  it("goes on with the others while one is slow", async () => {
    const done: string[] = [];
    const slow = Promise.withResolvers<void>();
    const all = inTurn(["slow", "a", "b", "c", "d"], 2, async (item) => {
      if (item === "slow") await slow.promise;
      done.push(item);
      if (item === "d") slow.resolve();
    });
    await all;
    expect(done).toEqual(["a", "b", "c", "d", "slow"]);
  });
});
