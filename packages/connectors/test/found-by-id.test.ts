import { expect, test } from "vitest";
import { z } from "zod";
import { foundById, listed } from "../src/pull/found-by-id.ts";
import type { TimelinePost } from "../src/pull/timeline.ts";

const item = z.object({ id: z.string(), likes: z.number() });
const list = listed(
  item,
  z.object({ id: z.string() }).transform(({ id }) => id),
);
const read = ({ id, likes }: z.infer<typeof item>): TimelinePost[] =>
  likes < 0
    ? []
    : [{ post: { nativeId: id, at: 1, url: null, text: "", carriesLink: false }, totals: { like: likes } }];

test.each<[string, unknown[], string[], string[]]>([
  [
    "one that is missing is gone",
    [
      { id: "a", likes: 1 },
      { id: "b", likes: 2 },
    ],
    [],
    ["a 1", "b 2"],
  ],
  [
    "one that cannot be read is there",
    [
      { id: "a", likes: 1 },
      { id: "b", likes: "x" },
    ],
    [],
    ["a 1", "b"],
  ],
  ["one without an id may be any that is missing", [{ id: "a", likes: 1 }, { likes: 2 }], [], ["a 1", "b", "c"]],
  ["one that is not to be shown is gone, whatever else is odd", [{ id: "a", likes: -1 }, 7], [], ["b", "c"]],
  ["one in trouble is there", [{ id: "a", likes: 1 }], ["c"], ["a 1", "c"]],
  ["an odd one that nobody asked for is none", [{ id: "a", likes: 1 }, { id: "z" }], [], ["a 1"]],
  ["nothing is there where all are gone", [], [], []],
])("of three posts asked for by their ids %s", (_what, answer, troubled, expected) => {
  const items = list.parse(answer);
  const found = foundById({ networkId: "net", ids: ["a", "b", "c"], items, troubled, read });
  expect(found.map(({ post, totals }) => [post.nativeId, ...Object.values(totals)].join(" "))).toEqual(expected);
});

test("an answer of nothing but odd posts is none", () => {
  const look = () => foundById({ networkId: "net", ids: ["a"], items: list.parse([{ id: "a" }]), read });
  expect(look).toThrow(expect.objectContaining({ code: "malformed", networkId: "net" }));
});
