import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archiveEntries, containerOf, firstBytes } from "../../src/archives/entries.ts";
import { ArchiveError } from "../../src/archives/index.ts";
import { type JsonItemsInput, jsonItems } from "../../src/archives/json-items.ts";
import { archiveLimits } from "../../src/archives/limits.ts";
import { xmlElements } from "../../src/archives/xml-elements.ts";
import { collect, errorOf } from "../subject.ts";
import { fileOf, tarGzOf, zipOf } from "./sample-files.ts";

/** The bytes of a text in chunks that end at these places, all in one buffer as when a file is read. */
async function* chunks(text: string, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const shared = Buffer.alloc(bytes.length);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    const length = bytes.copy(shared, 0, from, end);
    yield shared.subarray(0, length);
    from = end;
  }
}

const items = (text: string, options: Partial<JsonItemsInput> = {}) =>
  collect(jsonItems({ file: "a.json", bytes: chunks(text), ...options }));
const reasonOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await errorOf(promise);
  if (!(error instanceof ArchiveError)) throw error;
  return `${error.line ?? "-"}: ${error.reason}`;
};

describe("the items of a list in JSON", () => {
  it("are the same objects, however the file is laid out and wherever its chunks end", async () => {
    const object = fc.dictionary(
      fc.string({ unit: "binary" }).map((key) => key.toWellFormed()),
      fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value).toWellFormed())),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { maxLength: 6 }),
        fc.nat(3),
        fc.array(fc.nat(5_000), { maxLength: 8 }),
        async (list, space, cuts) => {
          const text = JSON.stringify({ before: [{ a: "]" }], list, after: { list: [{}] } }, null, space);
          const found = await items(text, { bytes: chunks(text, cuts), member: "list" });
          expect(found.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(list)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("have the line on which they begin", async () => {
    expect((await items('[\n{"a":\n1},\n\n{}]')).map(({ line }) => line)).toEqual([2, 5]);
  });

  it("may follow an assignment, as in archives that are scripts", async () => {
    expect(await items('window.YTD.tweets.part0 = [ {"a":1} ]', { assignment: true })).toHaveLength(1);
    expect(await items("window.YTD.tweets.part0 = []\n", { assignment: true })).toEqual([]);
  });

  it.each([
    ["[1]", "1: something that is no object is in the list"],
    ['["a"]', "1: something that is no object is in the list"],
    ["[[]]", "1: something that is no object is in the list"],
    ["[{}\n{}]", "2: something that is no object is in the list"],
    ["[{},,{}]", "1: something that is no object is in the list"],
    ["[{},]", "1: the list ends with a comma"],
    ["[{}", "1: the file breaks off in the middle"],
    ["", "1: the file breaks off in the middle"],
    ["{}", "1: the file breaks off in the middle"],
    ["[{}]]", "1: a bracket is closed that was not opened"],
    ["[{}] [{}]", "1: something follows behind the end"],
    ['[{}] "x"', "1: something follows behind the end"],
    ['[{"a":tru}]', "1: this item is not valid JSON"],
    ['[{"a":"\u0001"}]', "1: this item is not valid JSON"],
  ])("%j: %s", async (text, expected) => expect(await reasonOf(items(text))).toBe(expected));

  it("are refused where they nest too deeply, grow too large or are not UTF-8", async () => {
    const deep = '{"a":'.repeat(archiveLimits.depth);
    expect(await reasonOf(items(`[${deep}`))).toBe("1: brackets are nested too deeply");
    const large = `[{"a":"${"x".repeat(archiveLimits.itemBytes)}"}]`;
    const cuts = Array.from({ length: 90 }, (_, n) => n * 65_536);
    expect(await reasonOf(items(large, { bytes: chunks(large, cuts) }))).toBe("1: one item is larger than 5 MB");
    const latin1 = (async function* () {
      yield Buffer.from('[{"a":"ü"}]', "latin1");
    })();
    expect(await reasonOf(items("", { bytes: latin1 }))).toBe("1: this item is not valid JSON");
  });
});

describe("the elements of an XML document", () => {
  const elements = (text: string, cuts: readonly number[] = []) =>
    collect(xmlElements({ file: "a.xml", bytes: chunks(text, cuts), parent: "list", names: ["item"] }));

  it("are the same wherever chunks end, inside a character, a tag or a section", async () => {
    const text =
      '<?xml version="1.0"?>\n<list><other><item>not this</item></other>\n<item>é😀 &amp; <b>x<![CDATA[<y>]]></b></item><item/></list>';
    const whole = await elements(text);
    expect(whole).toEqual([
      { name: "item", text: "é😀 & ", children: [{ name: "b", text: "x<y>", children: [], line: 3 }], line: 3 },
      { name: "item", text: "", children: [], line: 3 },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 12 }), async (cuts) => {
        expect(await elements(text, cuts)).toEqual(whole);
      }),
    );
  });

  it.each([
    ["<list><item>", /breaks off/],
    ["<list></item></list>", /not well-formed/],
    ["<list>&unknown;</list>", /not well-formed/],
    ['<!DOCTYPE l [<!ENTITY a "b">]><list/>', /entities of its own/],
    [`<list>${"<item>".repeat(200)}`, /nested too deeply/],
    ["", /not well-formed|breaks off/],
  ])("%j is refused", async (text, expected) => expect(await reasonOf(elements(text))).toMatch(expected));

  it("are refused where one grows too large", async () => {
    const large = `<list><item>${"x".repeat(archiveLimits.itemBytes + 200_000)}</item></list>`;
    const cuts = Array.from({ length: 90 }, (_, n) => n * 65_536);
    expect(await reasonOf(elements(large, cuts))).toMatch(/larger than 5 MB/);
  });
});

describe("the entries of a container", () => {
  const namesOf = async (name: string, content: string | Uint8Array): Promise<string[]> => {
    const file = await fileOf(name, content);
    const names: string[] = [];
    for await (const entry of archiveEntries(file, (one) => (one.startsWith("skip") ? null : one.length))) {
      const pieces = await collect(entry.bytes);
      names.push(`${entry.name}=${Buffer.concat(pieces).toString()}`);
    }
    return names;
  };
  const entries = { "skip.txt": "no", "longer.txt": "2", "b.txt": "1" };

  it("come in the wanted order out of a zip, in the file's own out of a tar, and only those that are wanted", async () => {
    expect(await namesOf("a.zip", await zipOf(entries))).toEqual(["b.txt=1", "longer.txt=2"]);
    expect(await namesOf("a.tgz", await tarGzOf(entries))).toEqual(["longer.txt=2", "b.txt=1"]);
  });

  it("of a file that is none are the file itself", async () => {
    expect(await namesOf("a.txt", "hello")).toEqual(["a.txt=hello"]);
    expect(await namesOf("a.txt.gz", gzipSync("hello"))).toEqual(["a.txt=hello"]);
  });

  it("may bear names that lead elsewhere: nothing is ever unpacked", async () => {
    expect(await namesOf("a.tgz", await tarGzOf({ "../../evil.txt": "x" }))).toEqual(["../../evil.txt=x"]);
  });

  it("of a damaged container end in words", async () => {
    const zip = Buffer.from(await zipOf({ "b.txt": "x".repeat(1_000) }));
    zip.fill(0xff, 40, 60);
    expect(await reasonOf(namesOf("a.zip", zip))).toBe("-: the file is damaged or incomplete");
  });

  it.each([
    ["zip", async () => zipOf(entries)],
    ["gzip", async () => tarGzOf(entries)],
    ["plain", async () => Buffer.from("PKunzip is a program")],
    ["plain", async () => Buffer.alloc(0)],
  ])("are looked for by the first bytes: %s", async (kind, content) => {
    expect(await containerOf((await fileOf("x", await content())).path)).toBe(kind);
  });

  it("begin with as many bytes as there are", async () => {
    const file = await fileOf("short", "abc");
    expect((await firstBytes(file.path, 2)).toString()).toBe("ab");
    expect((await firstBytes(file.path, 10)).toString()).toBe("abc");
  });
});
