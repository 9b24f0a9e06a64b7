import { afterEach, describe, expect, it } from "vitest";
import type { InstagramStandIn, StandIn } from "../../../src/stand-ins/index.ts";
import { startInstagramStandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const fieldsOf = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body));

/** A publisher whose stand-in is known for Instagram's. */
async function connected() {
  const started: InstagramStandIn[] = [];
  const set = await publisher(
    {
      ...subject,
      start: async (options) => {
        const standIn = await startInstagramStandIn(options);
        started.push(standIn);
        return standIn;
      },
    },
    open,
  );
  const [standIn] = started;
  if (standIn === undefined) throw new Error("nothing was started");
  return { ...set, standIn };
}

describe("publishing on Instagram", () => {
  it("asks what may still go out, makes a container, waits for it and only then publishes", async () => {
    const { publish, sent } = await connected();
    const before: number[] = [];
    await publish({ images: [picture] }, { beforeSend: async () => void before.push(sent.length) });
    const steps = sent.map(({ method, url }) => `${method} ${url.pathname.split("/").at(-1)}`);
    expect(steps).toEqual([
      "GET content_publishing_limit",
      "POST media",
      "GET 17900000000000001",
      "GET 17900000000000001",
      "POST media_publish",
      expect.stringMatching(/^GET 18\d+$/),
    ]);
    expect(before).toEqual([4]);
  });

  it("names pictures by their public address", async () => {
    const { publish, sent } = await connected();
    await publish({ images: [picture] });
    expect(fieldsOf(sent[1]?.body)).toEqual({
      caption: "Rye bread",
      image_url: "https://headroom.example/pictures/loaf.jpg",
      alt_text: "A loaf",
    });
  });

  it("makes a carousel of several pictures", async () => {
    const { publish, sent, standIn } = await connected();
    await publish({ images: [picture, { ...picture, alt: "The oven" }] });
    const made = sent.filter(({ url }) => url.pathname.endsWith("/media")).map(({ body }) => fieldsOf(body));
    expect(made.map((fields) => fields.is_carousel_item)).toEqual(["true", "true", undefined]);
    expect(made[2]).toEqual({
      caption: "Rye bread",
      media_type: "CAROUSEL",
      children: "17900000000000001,17900000000000002",
    });
    expect(standIn.store.posts[0]?.images.map(({ alt }) => alt)).toEqual(["A loaf", "The oven"]);
  });

  it("takes no more than the number that Instagram names, and makes no container then", async () => {
    const { publish, standIn, sent } = await connected();
    standIn.quota.total = 1;
    await publish({ images: [picture] });
    sent.splice(0);
    expect(await errorOf(publish({ images: [picture] }))).toMatchObject({
      code: "rate-limited",
      retryable: true,
      retryAfterMs: 3_600_000,
      message: "Instagram takes 1 posts of an account in a day, and has taken them. This one can go out later.",
    });
    expect(sent).toHaveLength(1);
  });

  it("says so where Instagram cannot use a picture, and nothing goes out", async () => {
    const { publish, standIn } = await connected();
    const images = [{ ...picture, publicUrl: "https://headroom.example/pictures/loaf.svg" }];
    const announced: string[] = [];
    const error = await errorOf(publish({ images }, { beforeSend: async () => void announced.push("sent") }));
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringContaining("Check the picture") });
    expect([announced, standIn.store.posts]).toEqual([[], []]);
  });

  it("knows that the post is out where only its address could not be asked for", async () => {
    const { publish, standIn, ctx } = await connected();
    const { fetch } = ctx;
    const cut = async (url: string | URL, init = {}) => {
      const answer = await fetch(url, init);
      if (String(url).includes("media_publish")) standIn.chaos("server-error");
      return answer;
    };
    expect(await publish({ images: [picture] }, {}, { ...ctx, fetch: cut })).toEqual({
      nativeId: standIn.store.posts[0]?.id,
      url: null,
    });
  });

  it("refuses a post without a picture, and a link that nobody could follow", async () => {
    const { publish, sent } = await connected();
    expect(await errorOf(publish())).toMatchObject({ code: "invalid-input" });
    const link = "https://bakery.example";
    expect(await errorOf(publish({ images: [picture], link }))).toMatchObject({ code: "invalid-input" });
    expect(sent).toEqual([]);
  });
});
