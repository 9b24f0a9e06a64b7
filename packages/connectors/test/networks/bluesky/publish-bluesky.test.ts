import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingPost, Published } from "../../../src/index.ts";
import { facetsOf } from "../../../src/networks/bluesky/facets.ts";
import { blueskyPublishing } from "../../../src/networks/bluesky/publish-bluesky.ts";
import { tidOf } from "../../../src/networks/bluesky/tid.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { errorOf, stage } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const plain: OutgoingPost = { text: "Rye", title: "", link: null, images: [] };
const input = { post: plain, before: [], idempotencyKey: "key", beforeSend: async () => {} };

async function connected(withSecret = true) {
  const set = await stage(subject);
  open.push(set.standIn);
  const channel = set.pullable(await set.connect(withSecret));
  const sent: { url: string; body: unknown }[] = [];
  const { fetch } = set.ctx;
  set.ctx.fetch = (url, init) => {
    if (typeof init?.body === "string") sent.push({ url: String(url), body: JSON.parse(init.body) });
    return fetch(url, init);
  };
  return { ...set, channel, sent };
}

describe("publishing on Bluesky", () => {
  it("needs an app password", async () => {
    const { ctx, channel } = await connected(false);
    expect(await errorOf(blueskyPublishing.publish(ctx, channel, input))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
      message: "Publishing needs an app password. Connect the channel again with one.",
    });
  });

  it("renews a session that ended in between", async () => {
    const { ctx, channel, clock, standIn } = await connected();
    clock.now += 3 * 3_600_000;
    await blueskyPublishing.publish(ctx, channel, input);
    expect(standIn.store.posts).toHaveLength(1);
  });

  it("shows a link as a card with its host, and with pictures as a link in the text", async () => {
    const { ctx, channel, sent, standIn } = await connected();
    const link = "https://bakery.example/news";
    await blueskyPublishing.publish(ctx, channel, { ...input, post: { ...plain, link } });
    expect(sent.at(-1)?.body).toMatchObject({
      record: { text: "Rye", embed: { external: { uri: link, title: "bakery.example", description: "" } } },
    });
    const bytes = new Uint8Array([255, 216, 0]);
    const image = { bytes, mediaType: "image/jpeg", width: 40, height: 30, alt: "Loaf", publicUrl: "" } as const;
    const post = { ...plain, link, images: [image] };
    await blueskyPublishing.publish(ctx, channel, { ...input, post, idempotencyKey: "other" });
    expect(sent.at(-1)?.body).toMatchObject({
      record: {
        text: `Rye\n\n${link}`,
        facets: [{ index: { byteStart: 5, byteEnd: 32 }, features: [{ uri: link }] }],
        embed: { images: [{ alt: "Loaf", aspectRatio: { width: 40, height: 30 } }] },
      },
    });
    expect(standIn.store.posts.at(-1)?.images).toEqual([{ alt: "Loaf", mediaType: "image/jpeg", size: 3 }]);
  });

  it("names the first piece of a thread as its root and the last as what is answered", async () => {
    const { ctx, channel, sent } = await connected();
    const before: Published[] = [];
    for (const idempotencyKey of ["a", "b", "c"]) {
      before.push(await blueskyPublishing.publish(ctx, channel, { ...input, before: [...before], idempotencyKey }));
    }
    expect(sent.at(-1)?.body).toMatchObject({
      record: { reply: { root: { uri: before[0]?.nativeId }, parent: { uri: before[1]?.nativeId } } },
    });
  });

  it("counts 300 graphemes, not letters of UTF-16", async () => {
    const { ctx, channel, standIn } = await connected();
    await blueskyPublishing.publish(ctx, channel, { ...input, post: { ...plain, text: "👩‍👩‍👧".repeat(300) } });
    expect(standIn.store.posts).toHaveLength(1);
  });
});

describe("facets", () => {
  it.each([
    ["nothing to see", []],
    ["Käse https://a.example/ö.", [[6, 26, "https://a.example/ö"]]],
    ["(https://a.example/x)", [[1, 20, "https://a.example/x"]]],
    ["https://a.example/x_(y)", [[0, 23, "https://a.example/x_(y)"]]],
    ["👩 #Brot, #1 and a#b", [[5, 10, "Brot"]]],
    [
      "#1a https://a.example/#frag",
      [
        [0, 3, "1a"],
        [4, 27, "https://a.example/#frag"],
      ],
    ],
    ["@alice.test hello", []],
  ])("of %j", (text, expected) => {
    const told = facetsOf(text).map(({ index, features: [feature] }) => [
      index.byteStart,
      index.byteEnd,
      "uri" in feature ? feature.uri : feature.tag,
    ]);
    expect(told).toEqual(expected);
  });

  it("cut out of the bytes are what they name", () => {
    const parts = fc.constantFrom("https://a.example/ü?q=1", "#Käse", "👩‍👩‍👧", "word", "日本");
    fc.assert(
      fc.property(fc.array(parts), (words) => {
        const text = words.join(" ");
        for (const { index, features } of facetsOf(text)) {
          const cut = Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString();
          const [feature] = features;
          expect(cut).toBe("uri" in feature ? feature.uri : `#${feature.tag}`);
        }
      }),
    );
  });
});

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

describe("a record key", () => {
  it("is a TID of the year 2024, the same for the same idempotency key and another for another", () => {
    const keys = fc.string({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(tidOf(a)).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
        expect(tidOf(a) === tidOf(b)).toBe(a === b);
        const value = [...tidOf(a)].reduce((sum, sign) => sum * 32n + BigInt(alphabet.indexOf(sign)), 0n);
        expect(new Date(Number((value >> 10n) / 1_000n)).getUTCFullYear()).toBe(2024);
      }),
    );
  });
});
