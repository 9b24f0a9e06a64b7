import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Kind, kinds, type Signal, weigh } from "../src/index.ts";
import { instant, signals } from "./arbitraries.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const noon = begin + 12 * hourMs;

function like(change: Partial<Signal> = {}): Signal {
  return { id: "1", channelId: "a", kind: "like", at: noon, count: 1, actor: "ann", ...change };
}

const sorted = (weights: readonly number[]) => [...weights].sort((a, b) => b - a);
const weightsOf = (some: readonly Signal[], t?: number) => sorted(weigh(some, t).map(({ weight }) => weight));
const harmonic = (n: number) => Array.from({ length: n }, (_, index) => 1 / (index + 1));

describe("weights", () => {
  test.each<[string, readonly Signal[], readonly number[]]>([
    ["of nothing are none", [], []],
    ["of one signal are 1", [like()], [1]],
    [
      "of an unnamed count are that count",
      [like({ actor: undefined, count: 7.5 } as never)].map(({ actor: _, ...rest }) => rest),
      [7.5],
    ],
    ["of two actors are 1 each", [like(), like({ actor: "bob" })], [1, 1]],
    ["of two channels are 1 each", [like(), like({ channelId: "b" })], [1, 1]],
    ["of two kinds are 1 each", [like(), like({ kind: "comment" })], [1, 1]],
    ["of two days are 1 each", [like(), like({ at: noon + dayMs })], [1, 1]],
    ["of two posts are repeats all the same", [like({ postId: "p" }), like({ postId: "q" })], [1, 1 / 2]],
    ["of two on one UTC day are 1 and 1/2", [like(), like({ at: noon + hourMs })], [1, 1 / 2]],
    [
      "on either side of UTC midnight are 1 each",
      [like({ at: begin + dayMs - 1 }), like({ at: begin + dayMs })],
      [1, 1],
    ],
    [
      "of twelve by one on a day stop at the tenth",
      Array.from({ length: 12 }, (_, n) => like({ at: noon + n })),
      harmonic(10),
    ],
    [
      "of twelve unnamed ones are 1 each",
      Array.from({ length: 12 }, (_, n) => ({ id: `${n}`, channelId: "a", kind: "like" as const, at: noon, count: 1 })),
      Array(12).fill(1),
    ],
  ])("%s", (_, some, expected) => {
    expect(weightsOf(some)).toEqual(expected);
  });

  test("go by recency: the newest weighs most", () => {
    const terms = weigh([like({ at: noon }), like({ at: noon + 2 }), like({ at: noon + 1 })]);
    const byTime = terms.toSorted((a, b) => b.at - a.at).map(({ weight }) => weight);
    expect(byTime).toEqual([1, 1 / 2, 1 / 3]);
  });

  test("count only what is not after the instant asked for", () => {
    const some = [like({ at: noon }), like({ at: noon + 2 }), like({ at: noon + 4 })];
    expect(weightsOf(some, noon - 1)).toEqual([]);
    expect(weightsOf(some, noon)).toEqual([1]);
    expect(weightsOf(some, noon + 3)).toEqual([1, 1 / 2]);
    expect(weightsOf(some, noon + 4)).toEqual([1, 1 / 2, 1 / 3]);
  });

  test.each<[Kind, readonly Kind[]]>([
    ["post", ["post"]],
    ["linkPost", ["linkPost", "post"]],
    ["reshare", ["reshare"]],
    ["linkReshare", ["linkReshare", "reshare"]],
    ["like", ["like"]],
    ["mention", ["mention"]],
  ])("of a %s are for %j", (kind, expected) => {
    expect(
      weigh([like({ kind })])
        .map((term) => term.kind)
        .sort(),
    ).toEqual(expected);
  });

  test("of a link reshare repeat a plain one, but not the other way round in their own kind", () => {
    const terms = weigh([like({ kind: "linkReshare", at: noon }), like({ kind: "reshare", at: noon + 1 })]);
    const of = (kind: Kind) => sorted(terms.filter((term) => term.kind === kind).map(({ weight }) => weight));
    expect(of("reshare")).toEqual([1, 1 / 2]);
    expect(of("linkReshare")).toEqual([1]);
  });

  test("are above 0 and never above the count", () => {
    fc.assert(
      fc.property(signals, instant, (some, t) => {
        const most = Math.max(...some.map(({ count }) => count));
        for (const { weight, at } of weigh(some, t)) {
          expect(weight).toBeGreaterThan(0);
          expect(weight).toBeLessThanOrEqual(most);
          expect(at).toBeLessThanOrEqual(t);
        }
      }),
    );
  });

  test("do not depend on the order of the signals", () => {
    const key = ({ channelId, kind, at, weight }: ReturnType<typeof weigh>[number]) =>
      `${channelId} ${kind} ${at} ${weight}`;
    fc.assert(
      fc.property(signals, (some) => {
        expect(weigh(some.toReversed()).map(key).sort()).toEqual(weigh(some).map(key).sort());
      }),
    );
  });

  test("with one more signal never add up to less, decayed to any instant", () => {
    fc.assert(
      fc.property(
        signals,
        signals,
        instant,
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(...kinds),
        (some, more, t, days, kind) => {
          const decayed = (all: readonly Signal[]) =>
            weigh(all, t)
              .filter((term) => term.kind === kind)
              .reduce((sum, { at, weight }) => sum + weight * 2 ** ((at - t) / (days * dayMs)), 0);
          const [fewer, greater] = [decayed(some), decayed([...some, ...more.slice(0, 1)])];
          expect(greater).toBeGreaterThanOrEqual(fewer - 1e-9 * fewer);
          expectNear(decayed([...more.slice(0, 1), ...some]), greater);
        },
      ),
    );
  });
});
