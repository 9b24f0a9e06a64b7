import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recentPosts } from "../src/recent-posts.ts";
import { begin, hourMs } from "./clients.ts";

interface Given {
  readonly exposure?: number;
  readonly count?: number;
  readonly carriesLink?: boolean;
}

/** Posts an hour apart, half of whose reactions are due unless it says otherwise. */
const recentOf = (all: readonly Given[]) => {
  const exposed = all.map(({ exposure = 0.5, count = 1 }, i) => ({ at: begin + i * hourMs, exposure, count }));
  const posts = all.map(({ carriesLink = false }, i) => ({ at: begin + i * hourMs, carriesLink, counts: {} }));
  return recentPosts(posts, exposed);
};
const many = (count: number, given: (number: number) => Given = () => ({})) =>
  Array.from({ length: count }, (_, i) => given(i));

describe("a post whose reactions are still coming", () => {
  test("alone is told as it is", () => {
    expect(recentOf([{ count: 7, carriesLink: true }])).toEqual([{ at: begin, posts: 1, linkPosts: 1, seen: 7 }]);
    expect(recentOf([{ count: 0 }])).toEqual([{ at: begin, posts: 1, linkPosts: 0, seen: 0 }]);
  });

  test.each([
    ["of which nothing has come", 0, 1],
    ["of which three in a thousand are due", 0.997, 1],
    ["of which one in a thousand is due", 0.999, 0],
    ["of which all has come", 1, 0],
  ])("%s counts or not", (_, exposure, count) => {
    expect(recentOf([{ exposure }])).toHaveLength(count);
  });

  test("is found between those that are done", () => {
    const found = recentOf([{ exposure: 1 }, { exposure: 0.9, count: 3 }, { exposure: 1 }]);
    expect(found).toEqual([{ at: begin + hourMs, posts: 1, linkPosts: 0, seen: 3 }]);
  });
});

describe("many posts whose reactions are still coming", () => {
  // 66 of them: 36 older ones in 18 groups of two, 30 alone.
  const found = recentOf(many(66, (number) => ({ count: number, carriesLink: number % 3 === 0 })));

  test("are in groups of equal size when they are older, alone when they are among the newest thirty", () => {
    expect(found.map(({ posts }) => posts)).toEqual([...Array(18).fill(2), ...Array(30).fill(1)]);
  });

  test("stand at the middle of their group", () => {
    expect(found[0]?.at).toBe(begin + hourMs / 2);
    expect(found[17]?.at).toBe(begin + 34.5 * hourMs);
    expect(found[18]?.at).toBe(begin + 36 * hourMs);
  });

  test("are summed up: reactions 0 + 1, 2 + 3 …, one link post among the first two, none among the fifth", () => {
    expect(found[0]).toMatchObject({ seen: 1, linkPosts: 1 });
    expect(found[1]).toMatchObject({ seen: 5, linkPosts: 1 });
    expect(found[2]).toMatchObject({ seen: 9, linkPosts: 0 });
  });

  test.each([
    [30, 30],
    [31, 31],
    [48, 48],
    [49, 39 + 1],
    [66, 48],
    [67, 43],
    [10_030, 48],
  ])("of %d there are %d entries: groups are as small as eighteen of them allow", (count, entries) => {
    expect(recentOf(many(count))).toHaveLength(entries);
  });

  test("none is lost or told twice, and they stay in order of time", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ exposure: fc.constantFrom(0.1, 0.9, 1), count: fc.nat(9), carriesLink: fc.boolean() }), {
          maxLength: 200,
        }),
        (all) => {
          const due = all.filter(({ exposure }) => exposure < 1);
          const groups = recentOf(all);
          const sum = (pick: (group: (typeof groups)[number]) => number) =>
            groups.reduce((total, group) => total + pick(group), 0);
          expect(sum(({ posts }) => posts)).toBe(due.length);
          expect(sum(({ seen }) => seen)).toBe(due.reduce((total, { count }) => total + count, 0));
          expect(sum(({ linkPosts }) => linkPosts)).toBe(due.filter(({ carriesLink }) => carriesLink).length);
          expect(groups.length).toBeLessThanOrEqual(48);
          const instants = groups.map(({ at }) => at);
          expect(instants).toEqual(instants.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
