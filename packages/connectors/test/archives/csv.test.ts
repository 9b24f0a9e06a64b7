import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveError, previewArchive, readArchive } from "../../src/archives/index.ts";
import { collect } from "../subject.ts";
import { fileOf, now, options } from "./sample-files.ts";

const read = async (content: string) => {
  const batches = await collect(readArchive(await fileOf("signals.csv", content), options));
  return {
    posts: batches.flatMap(({ posts }) => posts),
    signals: batches.flatMap(({ signals }) => signals),
    audience: batches.flatMap(({ audience }) => audience),
  };
};

const refusal = async (content: string): Promise<ArchiveError> => {
  const error = await previewArchive(await fileOf("signals.csv", content), options).catch((reason: unknown) => reason);
  if (!(error instanceof ArchiveError)) throw error;
  return error;
};

describe("a CSV of signals", () => {
  it("is read as its description shows", async () => {
    const description = await readFile(new URL("../../src/archives/csv-format.md", import.meta.url), "utf8");
    const example = /```csv\n([\s\S]*?)```/.exec(description)?.[1] ?? "";
    const { posts, signals, audience } = await read(example);
    expect(posts).toEqual([
      {
        nativeId: "spring-sale",
        at: Date.UTC(2026, 2, 1, 9, 30),
        url: "https://shop.example/spring",
        text: "Spring is here",
        carriesLink: true,
      },
    ]);
    expect(signals.map(({ kind, at, count, postNativeId, actor }) => [kind, at, count, postNativeId, actor])).toEqual([
      ["comment", Date.UTC(2026, 2, 1, 9, 41), 1, "spring-sale", "hash-of-csv-15"],
      ["like", Date.UTC(2026, 2, 1, 23, 59), 12, "spring-sale", undefined],
    ]);
    expect(audience).toEqual([{ at: Date.UTC(2026, 2, 2), followers: 480 }]);
  });

  it("takes a byte order mark, Windows line ends, quoted commas, empty lines and columns in any order", async () => {
    const { posts } = await read('\uFEFFkind,text,post_id,at\r\npost,"a, ""b""",p1,2026-01-01T00:00:00+02:00\r\n\r\n');
    expect(posts).toMatchObject([{ text: 'a, "b"', at: Date.UTC(2025, 11, 31, 22) }]);
  });

  it("gives equal rows one key, and different rows different ones", async () => {
    const row = "2026-01-01T00:00:00Z,like,ann";
    const { signals } = await read(`at,kind,actor\n${row}\n${row}\n${row}a\n`);
    expect(new Set(signals.map(({ nativeKey }) => nativeKey)).size).toBe(2);
  });

  it.each([
    ["at,kind,colour\n", 1, 'the column "colour" is not known'],
    ["kind,post_id\nat,1\n", 1, undefined],
    ["at,count\n2026-01-01T00:00:00Z,1\n", 1, 'the column "kind" is missing'],
    ["kind,count\nlike,1\n", 1, 'the column "at" is missing'],
    ["date,likes\n2026-01-01,4\n", 1, 'the column "date" is not known'],
    ["at,kind,kind\n", 1, "a column is there twice"],
    [
      "at,kind\n2026-01-01T00:00:00,like\n",
      2,
      'at: "2026-01-01T00:00:00" is no past instant such as 2026-03-01T09:30:00Z',
    ],
    [
      "at,kind\n2026-01-01T00:00:00Z,like\n2027-01-01T00:00:00Z,like\n",
      3,
      'at: "2027-01-01T00:00:00Z" is no past instant such as 2026-03-01T09:30:00Z',
    ],
    ["at,kind,count\n2026-01-01T00:00:00Z,like,0\n", 2, 'count: "0" is no whole number above 0'],
    ["at,kind,count\n2026-01-01T00:00:00Z,like,1.5\n", 2, 'count: "1.5" is no whole number above 0'],
    ["at,kind,count,actor\n2026-01-01T00:00:00Z,like,2,ann\n", 2, "count: a named actor counts once"],
    ["at,kind\n2026-01-01T00:00:00Z,linkPost\n", 2, 'kind: "linkPost" is not known'],
    ["at,kind\n2026-01-01T00:00:00Z,post\n", 2, "post_id: a post needs one"],
    ["at,kind\n2026-01-01T00:00:00Z\n", 2, "this row has another number of columns than the header"],
    ['at,kind\n"2026-01-01T00:00:00Z,like\n', undefined, "a quotation mark is not closed"],
  ])("%j is refused at line %j", async (content, line, reason) => {
    const error = await refusal(content);
    if (line !== undefined && reason !== undefined) expect([error.line, error.reason]).toEqual([line, reason]);
    if (reason !== undefined) expect(error.reason).toBe(reason);
  });

  it("gives back every signal that was written", async () => {
    const past = fc.integer({ min: 0, max: now }).map((at) => Math.floor(at / 1_000) * 1_000);
    const row = fc.record({
      at: past,
      kind: fc.constantFrom("view", "like", "click", "save", "reshare", "mention", "comment"),
      count: fc.integer({ min: 1, max: 1_000_000 }),
      post: fc.stringMatching(/^[a-z0-9"', ]{0,12}$/).map((text) => text.trim()),
    });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const lines = rows.map(
          ({ at, kind, count, post }) => `${new Date(at).toISOString()},${kind},${count},${quoted(post)}`,
        );
        const { signals } = await read(`at,kind,count,post_id\n${lines.join("\n")}`);
        expect(signals.map(({ at, kind, count }) => [at, kind, count])).toEqual(
          rows.map(({ at, kind, count }) => [at, kind, count]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("whose last column is always filled is refused when it was cut off inside a row", async () => {
    const whole = `at,count,kind\n${["like", "comment", "mention"].map((kind) => `2026-01-01T00:00:00Z,12,${kind}`).join("\n")}`;
    for (let length = whole.length - 1; length > 0; length -= 1) {
      const cut = whole.slice(0, length);
      const isBetweenRows = cut.endsWith("\n") || whole[length] === "\n";
      if (isBetweenRows) expect((await read(cut)).signals).toHaveLength(cut.trimEnd().split("\n").length - 1);
      else await refusal(cut);
    }
  });
});
