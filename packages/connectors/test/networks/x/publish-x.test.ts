import { afterEach, describe, expect, it } from "vitest";
import { ConnectorError } from "../../../src/index.ts";
import { xPublishing } from "../../../src/networks/x/publish-x.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, plainPost, publisher } from "../../publishing.ts";
import { errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

describe("publishing on X", () => {
  it.each([
    ["a text", {}, 15_000],
    ["a link", { link: "https://bakery.example" }, 200_000],
    ["an address in the text", { text: "see http://a.example" }, 200_000],
    ["a bare host, of which X makes a link", { text: "see bakery.example/rye now" }, 200_000],
    ["an address of mail", { text: "me@bakery.example" }, 15_000],
    ["a picture", { images: [picture] }, 15_000],
  ])("costs what %s costs", (_, given, micros) => {
    expect(xPublishing.price?.({ ...plainPost, ...given }).microsEach).toBe(micros);
  });

  it("sets the money aside first, and spends it when the post is out", async () => {
    const { publish, reserved, spent } = await publisher(subject, open);
    await publish({ link: "https://bakery.example" });
    expect(reserved.at(-1)).toEqual({ what: "post with a link written", count: 1 });
    expect(spent.at(-1)).toEqual({ what: "post with a link written", count: 1 });
  });

  it("sends nothing where the cap would be passed", async () => {
    const { publish, ctx, standIn } = await publisher(subject, open);
    const spend = () => Promise.reject(new ConnectorError({ networkId: "x", code: "spend-cap", message: "Enough." }));
    expect(await errorOf(publish({}, {}, { ...ctx, spend }))).toMatchObject({ code: "spend-cap", message: "Enough." });
    expect(standIn.store.posts).toEqual([]);
  });

  it.each([
    ["unauthorized", 0],
    ["forbidden", 0],
    ["rate-limited", 0],
    ["server-error", 1],
    ["truncated", 1],
    ["html", 1],
  ] as const)("that ends in %s spends %i: what may be out is billed", async (mode, count) => {
    const { publish, standIn, spent } = await publisher(subject, open);
    await errorOf(publish({}, { beforeSend: async () => standIn.chaos(mode) }));
    expect(spent.at(-1)).toEqual({ what: "post written", count });
  });

  it("spends nothing where the announcement fails", async () => {
    const { publish, spent } = await publisher(subject, open);
    await errorOf(publish({}, { beforeSend: () => Promise.reject(new Error("gone")) }));
    expect(spent.at(-1)).toEqual({ what: "post written", count: 0 });
  });

  it("refuses the same text twice, in words", async () => {
    const { publish, standIn } = await publisher(subject, open);
    await publish();
    expect(await errorOf(publish())).toMatchObject({
      code: "invalid-input",
      retryable: false,
      message: "X has a post of this account with this text already.",
    });
    expect(standIn.store.posts).toHaveLength(1);
  });

  it("may not answer what is not its own", async () => {
    const { publish } = await publisher(subject, open);
    expect(await errorOf(publish({}, { before: [{ nativeId: "1", url: null }] }))).toMatchObject({ code: "forbidden" });
  });

  it("describes only pictures that have a description", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ images: [picture, { ...picture, alt: "" }] });
    expect(sent.map(({ url }) => url.pathname)).toEqual([
      "/2/media/upload",
      "/2/media/metadata",
      "/2/media/upload",
      "/2/tweets",
    ]);
  });

  it("renews a token that ended in between, and announces itself once", async () => {
    const { publish, clock, standIn } = await publisher(subject, open);
    let calls = 0;
    const beforeSend = async () => {
      calls += 1;
      clock.now += 3 * 3_600_000;
    };
    await publish({}, { beforeSend });
    expect([calls, standIn.store.posts.length]).toEqual([1, 1]);
  });

  it("asks for permission to write posts and pictures, and for nothing more", () => {
    expect(subject.network.connect.signIn?.scopes).toEqual([
      "tweet.read",
      "users.read",
      "tweet.write",
      "media.write",
      "offline.access",
    ]);
  });
});
