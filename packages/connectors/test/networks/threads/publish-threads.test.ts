import { afterEach, describe, expect, it } from "vitest";
import type { Published } from "../../../src/index.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const link = "https://bakery.example/news";
const madeBy = (sent: Awaited<ReturnType<typeof publisher>>["sent"]) =>
  sent
    .filter(({ method, url }) => method === "POST" && url.pathname.endsWith("/threads"))
    .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

describe("publishing on Threads", () => {
  it.each([
    ["a text", {}, [{ media_type: "TEXT", text: "Rye bread" }]],
    ["a link", { link }, [{ media_type: "TEXT", text: "Rye bread", link_attachment: link }]],
    [
      "a picture",
      { images: [picture] },
      [{ media_type: "IMAGE", text: "Rye bread", image_url: picture.publicUrl, alt_text: "A loaf" }],
    ],
    [
      "a picture and a link",
      { images: [{ ...picture, alt: "" }], link },
      [{ media_type: "IMAGE", text: `Rye bread\n\n${link}`, image_url: picture.publicUrl }],
    ],
    [
      "two pictures",
      { images: [picture, picture] },
      [
        { media_type: "IMAGE", is_carousel_item: "true", image_url: picture.publicUrl, alt_text: "A loaf" },
        { media_type: "IMAGE", is_carousel_item: "true", image_url: picture.publicUrl, alt_text: "A loaf" },
        { media_type: "CAROUSEL", children: "17900000000000001,17900000000000002", text: "Rye bread" },
      ],
    ],
  ])("makes of %s what Threads wants", async (_, given, containers) => {
    const { publish, sent } = await publisher(subject, open);
    await publish(given);
    expect(madeBy(sent)).toEqual(containers);
  });

  it("hangs each piece of a thread on to the one before, and counts answers on their own", async () => {
    const { publish, sent } = await publisher(subject, open);
    const root: Published = await publish();
    sent.splice(0);
    await publish({ text: "More" }, { before: [root] });
    expect(sent[0]?.url.searchParams.get("fields")).toBe("reply_quota_usage,reply_config");
    expect(madeBy(sent)).toEqual([{ media_type: "TEXT", text: "More", reply_to_id: root.nativeId }]);
  });

  it("gives up on a container that is never done, and nothing goes out", async () => {
    const { publish, ctx, standIn, clock } = await publisher(subject, open);
    const { fetch } = ctx;
    const busy = async (url: string | URL, init = {}) => {
      const answer = await fetch(url, init);
      if (new URL(url).searchParams.get("fields") !== "status") return answer;
      const still = new Response(JSON.stringify({ status: "IN_PROGRESS" }));
      Object.defineProperty(still, "url", { value: String(url) });
      return still;
    };
    const before = clock.now;
    expect(await errorOf(publish({}, {}, { ...ctx, fetch: busy }))).toMatchObject({
      code: "unavailable",
      retryable: true,
      message: "Threads is still busy with the post. It can go out later.",
    });
    expect([clock.now - before, standIn.store.posts]).toEqual([60_000, []]);
  });

  it("asks for the permissions that publishing and threads need", () => {
    expect(subject.network.connect.signIn?.scopes).toEqual(
      expect.arrayContaining(["threads_content_publish", "threads_manage_replies"]),
    );
  });
});
