import { afterEach, describe, expect, it } from "vitest";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

describe("publishing on Mastodon", () => {
  it("needs an access token", async () => {
    const { ctx, channel } = await publisher(subject, open);
    const { secret: _, ...bare } = channel;
    const input = {
      post: { text: "Rye", title: "", link: null, images: [] },
      before: [],
      idempotencyKey: "k",
      beforeSend: async () => {},
    };
    const error = await errorOf(Promise.resolve(subject.network.publishing?.publish(ctx, bare, input)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("waits until the server is done with a picture, and only then says that it sends", async () => {
    const { publish, sent, clock } = await publisher(subject, open);
    const before = clock.now;
    const order: string[] = [];
    await publish({ images: [picture] }, { beforeSend: async () => void order.push(`after ${sent.length} requests`) });
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "POST /api/v2/media",
      "GET /api/v1/media/22348641",
      "GET /api/v1/media/22348641",
      "POST /api/v1/statuses",
    ]);
    expect(order).toEqual(["after 3 requests"]);
    expect(clock.now - before).toBe(1_000);
  });

  it("gives up on a picture that is never done, and nothing goes out", async () => {
    const { publish, ctx, standIn, sent } = await publisher(subject, open);
    const { fetch } = ctx;
    const busy = async (url: string | URL, init = {}): Promise<Response> => {
      const response = await fetch(url, init);
      if (!String(url).includes("/api/v1/media/")) return response;
      const answer = new Response(JSON.stringify({ id: "22348641", url: null }), { status: 206 });
      Object.defineProperty(answer, "url", { value: String(url) });
      return answer;
    };
    const error = await errorOf(publish({ images: [picture] }, {}, { ...ctx, fetch: busy }));
    expect(error).toMatchObject({
      code: "unavailable",
      retryable: true,
      message: "The server is still busy with the picture. The post can go out later.",
    });
    expect(sent.some(({ url }) => url.pathname === "/api/v1/statuses")).toBe(false);
    expect(standIn.store.posts).toEqual([]);
  });

  it("hands over key, visibility and what is answered", async () => {
    const { publish, sent } = await publisher(subject, open);
    const root = await publish({}, { idempotencyKey: "one" });
    await publish({ text: "More" }, { idempotencyKey: "two", before: [root] });
    expect(sent.at(-1)?.headers["idempotency-key"]).toBe("two");
    expect(JSON.parse(sent.at(-1)?.body ?? "")).toEqual({
      status: "More",
      visibility: "public",
      in_reply_to_id: root.nativeId,
    });
  });

  it("adds a second post where a key is used again after its hour", async () => {
    const { publish, standIn, clock } = await publisher(subject, open);
    await publish();
    clock.now += 61 * 60_000;
    await publish();
    expect(standIn.store.posts).toHaveLength(2);
  });

  it("counts an address as 23 letters, so that a long one fits", async () => {
    const { publish, standIn } = await publisher(subject, open);
    const link = `https://bakery.example/${"long/".repeat(60)}`;
    await publish({ text: "a".repeat(475), link });
    expect(standIn.store.posts.map((post) => post.link)).toEqual([link]);
    const over = await errorOf(publish({ text: "a".repeat(476), link }, { idempotencyKey: "other" }));
    expect(over).toMatchObject({ code: "invalid-input", message: expect.stringContaining("1 character too long") });
  });

  it("tells a refusal of the server as one, not as an unknown outcome", async () => {
    const { publish } = await publisher(subject, open);
    const gone = { nativeId: "1", url: null };
    expect(await errorOf(publish({}, { before: [gone] }))).toMatchObject({
      code: "not-found",
      message: "The network does not know this account, or what the post was to answer.",
    });
  });
});
