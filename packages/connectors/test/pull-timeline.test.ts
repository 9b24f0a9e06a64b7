import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batch, ConnectorError, type Cursor } from "../src/index.ts";
import { pullTimeline } from "../src/pull/pull-timeline.ts";
import type { Timeline, TimelinePost } from "../src/pull/timeline.ts";
import { collect, day, lastCursor, minute, startOfTest, together } from "./subject.ts";

interface Entry {
  id: string;
  at: number;
  likes: number;
}

/** A network as a list: newest first, in pages that are addressed by their offset. */
function listOf(
  entries: Entry[],
  { pageSize = 2, change = {} }: { pageSize?: number; change?: Partial<Timeline> } = {},
) {
  const asked: (string | null)[] = [];
  const timeline: Timeline = {
    page: async (token) => {
      asked.push(token);
      const sorted = entries.toSorted((a, b) => b.at - a.at);
      const from = Number(token ?? 0);
      const next = from + pageSize < sorted.length ? String(from + pageSize) : null;
      return { posts: sorted.slice(from, from + pageSize).map(timelinePost), next };
    },
    namedKinds: [],
    ...change,
  };
  return { timeline, asked };
}

const timelinePost = ({ id, at, likes }: Entry): TimelinePost => ({
  post: { nativeId: id, at, url: null, text: id, carriesLink: false },
  totals: { like: likes },
});

const rhythm = { firstMs: day, factor: 2, untilMs: 3 * day };
const entry = (n: number, ageMs = n * minute): Entry => ({ id: `p${n}`, at: startOfTest - ageMs, likes: 0 });
const pull = (timeline: Timeline, cursor: Cursor | null, now = startOfTest): Promise<Batch[]> =>
  collect(pullTimeline(timeline, { now: () => now, cursor }));
const idsOf = (batches: Batch[]): string[] => together(batches).posts.map(({ nativeId }) => nativeId);

describe("the walk", () => {
  it("stops behind what is known once it leaves the last thirty days", async () => {
    const entries = [entry(1), entry(2), ...[40, 41, 42, 43, 44, 45].map((n) => entry(n, n * day))];
    const { timeline, asked } = listOf(entries);
    const cursor = lastCursor(await pull(timeline, null));
    asked.length = 0;
    expect(idsOf(await pull(timeline, cursor))).toEqual([]);
    expect(asked).toEqual([null, "2"]);
  });

  it("reads totals of posts of the last thirty days again, of older ones no more", async () => {
    const entries = [entry(1, day), entry(2, 29 * day), entry(3, 31 * day), entry(4, 60 * day)];
    const { timeline } = listOf(entries);
    const cursor = lastCursor(await pull(timeline, null));
    for (const one of entries) one.likes = 7;
    const { observations } = together(await pull(timeline, cursor, startOfTest + minute));
    expect(observations.filter(({ total }) => total === 7).map(({ postNativeId }) => postNativeId)).toEqual([
      "p1",
      "p2",
    ]);
  });

  it("reads at most four hundred posts again, however busy the channel is", async () => {
    const entries = Array.from({ length: 1_000 }, (_, n) => entry(n + 1));
    const { timeline, asked } = listOf(entries, { pageSize: 100 });
    const cursor = lastCursor(await pull(timeline, null));
    asked.length = 0;
    expect(idsOf(await pull(timeline, cursor, startOfTest + minute))).toEqual([]);
    expect(asked).toHaveLength(4);
    expect(JSON.stringify(cursor).length).toBeLessThan(100_000);
  });

  it("hands over a post once although pages shift under it", async () => {
    const entries = [1, 2, 3, 4, 5].map((n) => entry(n));
    const { timeline } = listOf(entries);
    const batches: Batch[] = [];
    for await (const batch of pullTimeline(timeline, { now: () => startOfTest, cursor: null })) {
      batches.push(batch);
      if (batches.length === 1) entries.push(entry(0, 0));
    }
    expect(idsOf(batches)).toEqual(["p1", "p2", "p3", "p4", "p5"]);
    expect(idsOf(await pull(timeline, lastCursor(batches)))).toEqual(["p0"]);
  });

  it("goes on where it broke off, then turns to what is new since", async () => {
    const entries = [1, 2, 3, 4, 5].map((n) => entry(n));
    const { timeline } = listOf(entries);
    const first = await pull(timeline, null);
    entries.push(entry(0, 0));
    expect(idsOf(await pull(timeline, lastCursor(first.slice(0, 1))))).toEqual(
      expect.arrayContaining(["p3", "p4", "p5", "p0"]),
    );
  });

  it("begins anew where the network no longer takes the page at which it broke off", async () => {
    const entries = [1, 2, 3, 4, 5].map((n) => entry(n));
    const broken = lastCursor((await pull(listOf(entries).timeline, null)).slice(0, 1));
    const { timeline, asked } = listOf(entries);
    const { page } = timeline;
    const dead = new ConnectorError({
      networkId: "x",
      code: "malformed",
      status: 400,
      retryable: false,
      message: "No.",
    });
    timeline.page = async (token, known) => {
      if (asked.length > 0) return page(token, known);
      asked.push(token);
      throw dead;
    };
    const again = await pull(timeline, broken);
    expect(asked.slice(0, 2)).toEqual(["2", null]);
    expect(idsOf(again)).toEqual(expect.arrayContaining(["p3", "p4", "p5"]));
  });

  it.each([
    ["is away", { code: "unavailable" }],
    ["cannot be read this time", { code: "malformed" }],
    ["asks to sign in again", { code: "unauthorized" }],
  ] as const)("waits at the page at which it broke off where the network %s", async (_what, { code }) => {
    const broken = lastCursor((await pull(listOf([1, 2, 3].map((n) => entry(n))).timeline, null)).slice(0, 1));
    const asked: (string | null)[] = [];
    const page = async (token: string | null) => {
      asked.push(token);
      throw new ConnectorError({ networkId: "x", code, message: "Not now." });
    };
    await expect(pull({ page, namedKinds: [] }, broken)).rejects.toMatchObject({ code });
    expect(asked).toEqual(["2"]);
  });

  it.each<[string, Entry[]]>([
    ["holds no post", []],
    ["holds the same post", [entry(1)]],
  ])("ends where every page names another that %s", async (_what, entries) => {
    let pages = 0;
    const page = async () => {
      pages += 1;
      if (pages > 1_000) throw new Error("asks without end");
      return { posts: entries.map(timelinePost), next: String(pages) };
    };
    expect(idsOf(await pull({ page, namedKinds: [] }, null))).toEqual(entries.map(({ id }) => id));
    expect(pages).toBeLessThan(60);
  });

  it("reaches what is new behind a post that is dated years ahead", async () => {
    const entries = [entry(3), { id: "late", at: startOfTest + 3_000 * day, likes: 0 }];
    const { timeline } = listOf(entries, { change: { lookup: { size: 9, rhythm, read: async () => [] } } });
    const cursor = lastCursor(await pull(timeline, null));
    const now = startOfTest + 5 * minute;
    entries.push(...[1, 2, 3, 4].map((n) => ({ id: `new${n}`, at: startOfTest + n * minute, likes: 0 })));
    expect(idsOf(await pull(timeline, cursor, now)).toSorted()).toEqual(["new1", "new2", "new3", "new4"]);
  });

  it("never loses a post, whatever is published and wherever a pull breaks off", async () => {
    const step = fc.record({ published: fc.nat(4), storedBatches: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const entries: Entry[] = [];
        const { timeline } = listOf(entries);
        const stored = new Set<string>();
        let cursor: Cursor | null = null;
        let now = startOfTest;
        for (const { published, storedBatches } of [...steps, { published: 0, storedBatches: 1_000 }]) {
          for (let n = 0; n < published; n += 1) {
            now += minute;
            entries.push({ id: `p${entries.length}`, at: now, likes: 0 });
          }
          const batches = (await pull(timeline, cursor, now)).slice(0, storedBatches);
          for (const id of idsOf(batches)) stored.add(id);
          if (batches.length > 0) cursor = lastCursor(batches);
        }
        expect([...stored].toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
      }),
      { numRuns: 200 },
    );
  });
});

describe("totals", () => {
  it("are told again only when they change, and then the last reading of the old one is told as well", async () => {
    const entries = [entry(1)];
    const { timeline } = listOf(entries);
    let cursor = lastCursor(await pull(timeline, null));
    cursor = lastCursor(await pull(timeline, cursor, startOfTest + minute));
    entries[0] = { ...entry(1), likes: 3 };
    const { observations } = together(await pull(timeline, cursor, startOfTest + 2 * minute));
    expect(observations.map(({ observedAt, total }) => [observedAt - startOfTest, total])).toEqual([
      [minute, 0],
      [2 * minute, 3],
    ]);
  });

  it("may fall", async () => {
    const entries = [{ ...entry(1), likes: 5 }];
    const { timeline } = listOf(entries);
    const cursor = lastCursor(await pull(timeline, null));
    entries[0] = { ...entry(1), likes: 4 };
    const { observations } = together(await pull(timeline, cursor, startOfTest + minute));
    expect(observations.at(-1)).toMatchObject({ total: 4 });
  });

  it("that the network does not give are not told as zero", async () => {
    const timeline: Timeline = {
      page: async () => ({ posts: [{ ...timelinePost(entry(1)), totals: {} }], next: null }),
      namedKinds: [],
    };
    expect(together(await pull(timeline, null)).observations).toEqual([]);
  });
});

describe("named reactions", () => {
  const counting = (entries: Entry[]) => {
    const asked: { id: string; since: number | null }[] = [];
    const reactions: Timeline["reactions"] = async ({ post, since }) => {
      asked.push({ id: post.nativeId, since });
      return {
        signals: [{ nativeKey: `like:${post.nativeId}`, kind: "like", at: startOfTest + day, count: 1 }],
        ownComments: undefined,
      };
    };
    return { ...listOf(entries, { pageSize: 100, change: { namedKinds: ["like"], reactions } }), asked };
  };

  it("are read where the total changed, with the instant of the reading before", async () => {
    const entries = [{ ...entry(1), likes: 1 }, entry(2), { ...entry(3, 40 * day), likes: 9 }];
    const { timeline, asked } = counting(entries);
    const cursor = lastCursor(await pull(timeline, null));
    expect(asked.splice(0)).toEqual([{ id: "p1", since: null }]);
    entries[0] = { ...entry(1), likes: 2 };
    await pull(timeline, cursor, startOfTest + minute);
    expect(asked).toEqual([{ id: "p1", since: startOfTest }]);
  });

  it("are never dated after now", async () => {
    const { timeline } = counting([{ ...entry(1), likes: 1 }]);
    expect(together(await pull(timeline, null)).signals.map(({ at }) => at)).toEqual([startOfTest]);
  });

  it("that did not fit into one pull are read in the next", async () => {
    const entries = Array.from({ length: 100 }, (_, n) => ({ ...entry(n + 1), likes: 1 }));
    const { timeline, asked } = counting(entries);
    const cursor = lastCursor(await pull(timeline, null));
    expect(asked.splice(0)).toHaveLength(60);
    await pull(timeline, cursor, startOfTest + minute);
    expect(asked.map(({ id, since }) => [id, since])).toEqual(entries.slice(60).map(({ id }) => [id, null]));
  });
});

describe("posts that the network said had changed", () => {
  const asking = () => {
    const entries = [entry(1), entry(2, 40 * day), entry(3, 41 * day)];
    const asked: (readonly string[])[] = [];
    const read = async (ids: readonly string[]) => {
      asked.push(ids);
      return [...entries, entry(9, 50 * day)].filter(({ id }) => ids.includes(id) || id === "p9").map(timelinePost);
    };
    const { timeline } = listOf(entries, { pageSize: 1, change: { again: { size: 30, read } } });
    const touch = (cursor: Cursor | null, touched: string[], now = startOfTest + minute) =>
      collect(pullTimeline(timeline, { now: () => now, cursor, touched }));
    return { entries, asked, timeline, touch };
  };

  it("are asked for by their ids only where no page held them", async () => {
    const { entries, asked, timeline, touch } = asking();
    const cursor = lastCursor(await pull(timeline, null));
    for (const one of entries) one.likes = 4;
    const { observations } = together(await touch(cursor, ["p1", "p3", "p3"]));
    expect(asked).toEqual([["p3"]]);
    expect(observations.filter(({ total }) => total === 4).map(({ postNativeId }) => postNativeId)).toEqual([
      "p1",
      "p3",
    ]);
  });

  it("are a hundred in one pull at most, in calls as large as the network takes", async () => {
    const { asked, timeline, touch } = asking();
    const cursor = lastCursor(await pull(timeline, null));
    const ids = Array.from({ length: 250 }, (_, n) => `x${n}`);
    expect(together(await touch(cursor, ids))).toMatchObject({ posts: [], observations: [], removals: [] });
    expect(asked.map((some) => some.length)).toEqual([30, 30, 30, 10]);
  });

  it("leave the next pull as it would have been, whatever ids come", async () => {
    const anyIds = fc.array(fc.constantFrom("p1", "p2", "p3", "p9", "nobody", "__proto__"), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(anyIds, async (ids) => {
        const { timeline, touch } = asking();
        const cursor = lastCursor(await pull(timeline, null));
        const after = lastCursor(await touch(cursor, ids));
        expect(after).toEqual(lastCursor(await touch(cursor, [])));
      }),
    );
  });

  it("stop a pull only where the network has trouble, not where it refuses an id", async () => {
    const refusing = (code: "not-found" | "rate-limited") => async () => {
      throw new ConnectorError({ networkId: "x", code, message: "No." });
    };
    const { timeline, touch } = asking();
    const cursor = lastCursor(await pull(timeline, null));
    timeline.again = { size: 30, read: refusing("not-found") };
    expect((await touch(cursor, ["p3"])).at(-1)?.done).toBe(true);
    timeline.again = { size: 30, read: refusing("rate-limited") };
    await expect(touch(cursor, ["p3"])).rejects.toMatchObject({ code: "rate-limited" });
  });
});

describe("a post that is no longer listed", () => {
  const missingFrom = (really: string[]) => {
    const entries = [1, 2, 3].map((n) => entry(n));
    const asked: string[][] = [];
    const gone = async (ids: readonly string[]) => {
      asked.push([...ids]);
      return really;
    };
    return { ...listOf(entries, { change: { gone } }), entries, asked };
  };

  it("is removed when the network confirms it", async () => {
    const { entries, timeline, asked } = missingFrom(["p2"]);
    const cursor = lastCursor(await pull(timeline, null));
    entries.splice(1, 1);
    expect(together(await pull(timeline, cursor)).removals).toEqual([{ nativeKey: "post:p2" }]);
    expect(asked).toEqual([["p2"]]);
  });

  it("is not looked for beyond where the list was read to", async () => {
    const entries = Array.from({ length: 400 }, (_, n) => entry(n + 1));
    const asked: (readonly string[])[] = [];
    const gone = async (ids: readonly string[]) => {
      asked.push(ids);
      return [];
    };
    const { timeline } = listOf(entries, { pageSize: 100, change: { gone } });
    const cursor = lastCursor(await pull(timeline, null));
    for (let n = 1; n <= 50; n += 1) entries.push({ id: `new${n}`, at: startOfTest + n, likes: 0 });
    await pull(timeline, cursor, startOfTest + minute);
    expect(asked).toEqual([]);
  });

  it("is not looked for among what a broken-off pull has not reached", async () => {
    const { timeline, asked } = missingFrom(["p1"]);
    const first = await pull(timeline, null);
    await pull(timeline, lastCursor(first.slice(0, 1)));
    expect(asked).toEqual([]);
  });

  it("stays when it is only hidden from the list", async () => {
    const { entries, timeline } = missingFrom([]);
    const cursor = lastCursor(await pull(timeline, null));
    entries.splice(1, 1);
    expect(together(await pull(timeline, cursor)).removals).toEqual([]);
  });
});
