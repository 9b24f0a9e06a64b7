import { afterEach, describe, expect, it } from "vitest";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const link = "https://bakery.example/news";
const fieldsOf = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body));

describe("publishing on Facebook", () => {
  it("uploads pictures unpublished, and makes the post public by one request", async () => {
    const { publish, sent, standIn } = await publisher(subject, open);
    await publish({ images: [picture, { ...picture, alt: "" }] }, { beforeSend: async () => void sent.splice(0) });
    expect(sent.map(({ method, url }) => `${method} ${url.pathname.split("/").at(-1)}`)).toEqual(["POST feed"]);
    expect(fieldsOf(sent[0]?.body)).toEqual({
      message: "Rye bread",
      "attached_media[0]": '{"media_fbid":"122200000000000001"}',
      "attached_media[1]": '{"media_fbid":"122200000000000002"}',
    });
    expect(standIn.store.posts[0]?.images.map(({ size }) => size)).toEqual([6, 6]);
  });

  it("shows a link as a card, and with pictures in the text", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ link });
    expect(fieldsOf(sent.at(-1)?.body)).toEqual({ message: "Rye bread", link });
    await publish({ text: "Buns", link, images: [picture] });
    expect(fieldsOf(sent.at(-1)?.body)).toMatchObject({ message: `Buns\n\n${link}` });
  });

  it("publishes as the page, with a signed request and the token in no address", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish();
    expect(sent.at(-1)?.headers.authorization).toMatch(/^Bearer page-token-/);
    expect([...(sent.at(-1)?.url.searchParams.keys() ?? [])]).toEqual(["appsecret_proof"]);
  });

  it("refuses the same post twice in a row, in words", async () => {
    const { publish, standIn } = await publisher(subject, open);
    await publish();
    expect(await errorOf(publish())).toMatchObject({
      code: "invalid-input",
      retryable: false,
      message: "Facebook has this post already.",
    });
    expect(standIn.store.posts).toHaveLength(1);
  });

  it("tells what Facebook refuses for another reason as a refusal, not as an unknown outcome", async () => {
    const { publish, ctx } = await publisher(subject, open);
    const { fetch } = ctx;
    const mangled = (url: string | URL, init = {}) =>
      fetch(String(url).includes("/feed") ? String(url).replace("/feed", "/photos") : url, init);
    expect(await errorOf(publish({}, {}, { ...ctx, fetch: mangled }))).toMatchObject({
      code: "invalid-input",
      retryable: false,
      message: "The network refused this post.",
    });
  });

  it("asks for the permission to publish on pages", () => {
    expect(subject.network.connect.signIn?.scopes).toContain("pages_manage_posts");
  });
});
