import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readServerSentEvents, type ServerSentEvent } from "../../src/push/server-sent-events.ts";
import { collect, errorOf } from "../subject.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (pieces: Iterable<Uint8Array>): Promise<ServerSentEvent[]> =>
  collect(readServerSentEvents("mastodon", new Response(ReadableStream.from(pieces))));

const favourite = { event: "notification", data: '{"type":"favourite"}' };

/** Cases of html.spec.whatwg.org, section "Interpreting an event stream". */
describe("server-sent events", () => {
  it.each<[string, string, ServerSentEvent[]]>([
    ["an event with a name", 'event: notification\ndata: {"type":"favourite"}\n\n', [favourite]],
    ["lines that end with CR LF", 'event: notification\r\ndata: {"type":"favourite"}\r\n\r\n', [favourite]],
    ["lines that end with CR", 'event: notification\rdata: {"type":"favourite"}\r\r.', [favourite]],
    ["no space behind the colon", 'event:notification\ndata:{"type":"favourite"}\n\n', [favourite]],
    ["one space only is taken away", "data:  two\n\n", [{ event: "message", data: " two" }]],
    ["data in several lines", "data: YHOO\ndata: +2\ndata: 10\n\n", [{ event: "message", data: "YHOO\n+2\n10" }]],
    [
      "comments that keep the connection awake",
      `:)\n:thump\n\n:thump\nevent: notification\n${"data: {}"}\n\n`,
      [{ event: "notification", data: "{}" }],
    ],
    ["a name without data is no event", "event: notification\n\ndata: x\n\n", [{ event: "message", data: "x" }]],
    ["a field without a colon", "data\n\n", [{ event: "message", data: "" }]],
    ["fields that are not read", "id: 4\nretry: 10\nfoo: bar\ndata: x\n\n", [{ event: "message", data: "x" }]],
    ["an event that is cut off is none", "data: x\n\ndata: y\n", [{ event: "message", data: "x" }]],
    ["nothing", "", []],
  ])("%s", async (_, text, events) => expect(await read([bytesOf(text)])).toEqual(events));

  it("are the same however the bytes are cut, through letters as well", async () => {
    const text = 'event: notification\r\ndata: {"text":"Bäckerei 🥐"}\r\n\r\n:thump\r\ndata: z\r\n\r\n';
    const events = [
      { event: "notification", data: '{"text":"Bäckerei 🥐"}' },
      { event: "message", data: "z" },
    ];
    const whole = bytesOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 }), async (cuts) => {
        const ends = [...new Set(cuts)].toSorted((a, b) => a - b);
        const pieces = [...ends, whole.length].map((end, n) => whole.slice(ends[n - 1] ?? 0, end));
        expect(await read(pieces)).toEqual(events);
      }),
    );
  });

  it.each([
    ["without an end of its line", "x".repeat(300_000)],
    ["in ever more lines", `data: ${"x".repeat(300_000)}\n`],
  ])("that are too long %s are refused before they fill the memory", async (_, piece) => {
    let pieces = 0;
    const endless = function* (): Generator<Uint8Array> {
      for (; pieces < 1_000; pieces += 1) yield bytesOf(piece);
    };
    expect(await errorOf(read(endless()))).toMatchObject({ code: "malformed", networkId: "mastodon" });
    expect(pieces).toBeLessThan(20);
  });
});
