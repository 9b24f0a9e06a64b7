import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/index.ts";
import { pinterestPublishing } from "../../../src/networks/pinterest/publish-pinterest.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, plainPost, publisher } from "../../publishing.ts";
import { day, errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const link = "https://bakery.example/rye?a=1&b=2";

describe("publishing on Pinterest", () => {
  it("makes a pin on the channel's board by one request that carries the picture", async () => {
    const { publish, sent } = await publisher(subject, open);
    const { nativeId, url } = await publish({ title: "At seven", link, images: [picture] });
    expect(sent.map((one) => `${one.method} ${one.url.pathname}${one.url.search}`)).toEqual(["POST /v5/pins"]);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
      board_id: "549755885175",
      title: "At seven",
      description: "Rye bread",
      link,
      alt_text: "A loaf",
      // The six bytes, by the alphabet of RFC 4648, section 4.
      media_source: { source_type: "image_base64", content_type: "image/jpeg", data: "/9iADQoA" },
    });
    expect(url).toBe(`https://www.pinterest.com/pin/${nativeId}/`);
  });

  it("leaves out what the post does not have", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ text: "", images: [{ ...picture, alt: "" }] });
    expect(Object.keys(JSON.parse(sent[0]?.body ?? ""))).toEqual(["board_id", "media_source"]);
  });

  it("is told with title, description and link by the next pull", async () => {
    const { publish, pull, connect, standIn } = await publisher(subject, open);
    const { nativeId, url } = await publish({ title: "At seven", link, images: [picture] });
    expect(standIn.store.posts).toMatchObject([{ link, images: [{ alt: "A loaf", size: 6 }] }]);
    const batches = await pull(await connect());
    expect(batches.flatMap(({ posts }) => posts)).toMatchObject([
      { nativeId, url, text: "At seven — Rye bread", carriesLink: true },
    ]);
  });

  it.each([
    ["none", []],
    ["two", [picture, picture]],
    ["one that is WebP", [{ ...picture, mediaType: "image/webp" as const }]],
    ["one that is a GIF", [{ ...picture, mediaType: "image/gif" as const }]],
  ])("takes one picture as JPEG or PNG, not %s", async (_, images) => {
    const { publish, sent } = await publisher(subject, open);
    expect(await errorOf(publish({ images }))).toMatchObject({ code: "invalid-input" });
    expect(sent).toEqual([]);
  });

  it.each<[string, JsonValue]>([
    ["had no public board", { username: "alice", board: null }],
    ["was connected before there was publishing", { username: "alice" }],
  ])("tells an account that %s to connect again, and asks nothing", async (_, config) => {
    const { ctx, channel, sent } = await publisher(subject, open);
    const attempt = pinterestPublishing.publish(
      ctx,
      { ...channel, config },
      { post: { ...plainPost, images: [picture] }, before: [], idempotencyKey: "key", beforeSend: async () => {} },
    );
    expect(await errorOf(attempt)).toMatchObject({
      code: "invalid-input",
      message: "The account had no public board. Make one there, then connect the channel again.",
    });
    expect(sent).toEqual([]);
  });

  const { places } = pinterestPublishing;
  const boards = [
    { id: "549755885175", name: "Bread" },
    { id: "549755885176", name: "Cakes & tarts" },
  ];

  it("goes to the board that was chosen among those of the account", async () => {
    const { ctx, channel, sent } = await publisher(subject, open);
    expect(places?.read(channel.config)).toEqual({
      all: boards.map(({ id, name }) => ({ id, title: name })),
      chosen: "549755885175",
    });
    const config = places?.choose(channel.config, "549755885176") ?? null;
    expect(config).toEqual({ username: "alice", board: "549755885176", boards });
    await pinterestPublishing.publish(
      ctx,
      { ...channel, config },
      { post: { ...plainPost, images: [picture] }, before: [], idempotencyKey: "key", beforeSend: async () => {} },
    );
    expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ board_id: "549755885176" });
  });

  it.each<[JsonValue, object]>([
    [
      { username: "alice", board: "7" },
      { all: [], chosen: "7" },
    ],
    [{ username: "alice" }, { all: [], chosen: null }],
    [
      { username: "alice", board: null, boards: null },
      { all: [], chosen: null },
    ],
    ["of a time to come", { all: [], chosen: null }],
  ])("knows of no boards to choose in %j", (config, expected) => {
    expect(places?.read(config)).toEqual(expected);
  });

  it("says that the board is gone, where it is", async () => {
    const { ctx, channel, standIn } = await publisher(subject, open);
    const attempt = pinterestPublishing.publish(
      ctx,
      { ...channel, config: { username: "alice", board: "549755885177" } },
      { post: { ...plainPost, images: [picture] }, before: [], idempotencyKey: "key", beforeSend: async () => {} },
    );
    expect(await errorOf(attempt)).toMatchObject({
      code: "not-found",
      message: "The board that pins go to is no longer there. Connect the channel again to have them go to another.",
    });
    expect(standIn.store.posts).toEqual([]);
  });

  it.each([
    [400, 1, "invalid-input", "The network refused this post."],
    [401, 2, "unauthorized", "The network no longer accepts this connection. Connect the channel again."],
    [
      403,
      29,
      "forbidden",
      "The network does not allow this. Where the channel was connected for reading only, connect it again.",
    ],
    [429, 8, "rate-limited", "The network takes no more posts for now. The post can go out later."],
    [500, 0, "unavailable", "The network did not say whether it took the post."],
  ])("tells refusal %i with code %i as %s", async (status, number, code, message) => {
    const { publish, ctx } = await publisher(subject, open);
    const fetch = async () => Response.json({ code: number, message: "words that may change" }, { status });
    const { renewSecret: _, ...without } = ctx;
    const error = await errorOf(publish({ images: [picture] }, {}, { ...without, fetch }));
    expect(error).toMatchObject({ code, message });
  });

  it("renews a token that ended in between, and announces itself once", async () => {
    const { publish, clock, standIn } = await publisher(subject, open);
    let calls = 0;
    const beforeSend = async () => {
      calls += 1;
      clock.now += 31 * day;
    };
    await publish({ images: [picture] }, { beforeSend });
    expect([calls, standIn.store.posts.length]).toEqual([1, 1]);
  });
});

describe("the stand-in for Pinterest", () => {
  const pin = {
    board_id: "549755885175",
    media_source: { source_type: "image_base64", content_type: "image/png", data: "/9iADQoA" },
  };
  it.each<[string, object, number]>([
    ["a pin", {}, 201],
    ["a title of 100 characters", { title: "a".repeat(100) }, 201],
    ["a title of 101 characters", { title: "a".repeat(101) }, 400],
    ["a description of 801 characters", { description: "a".repeat(801) }, 400],
    ["an alternative text of 501 characters", { alt_text: "a".repeat(501) }, 400],
    ["no picture", { media_source: undefined }, 400],
    ["a picture of another kind", { media_source: { ...pin.media_source, content_type: "image/gif" } }, 400],
    ["a pin for its second board", { board_id: "549755885176" }, 201],
    ["a board that is not there", { board_id: "7" }, 404],
  ])("answers %s with %i", async (_, change, status) => {
    const { standIn, secrets } = await publisher(subject, open);
    const authorization = `Bearer ${JSON.parse(secrets.at(-1) ?? "").accessToken}`;
    const init = { method: "POST", headers: { authorization }, body: JSON.stringify({ ...pin, ...change }) };
    const response = await fetch(`${standIn.url}/v5/pins`, init);
    expect([response.status, standIn.store.posts.length]).toEqual([status, status === 201 ? 1 : 0]);
  });
});
