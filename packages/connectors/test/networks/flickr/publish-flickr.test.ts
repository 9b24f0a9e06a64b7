import { afterEach, describe, expect, it } from "vitest";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { errorOf, signInAt } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const link = "https://bakery.example/news";

/** A publisher whose upload is answered with these words. */
const answered = async (body: string) => {
  const set = await publisher(subject, open);
  const { fetch } = set.ctx;
  const answering: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    return String(url).endsWith("/services/upload/") ? new Response(body, { headers: response.headers }) : response;
  };
  return set.publish({ images: [picture] }, {}, { ...set.ctx, fetch: answering });
};

const failing = (code: number) =>
  `<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="fail">\n<err code="${code}" msg="words that may change" />\n</rsp>`;

describe("publishing on Flickr", () => {
  it("uploads a public photo with its title and description, by one request", async () => {
    const { publish, sent, standIn, pull, connect } = await publisher(subject, open);
    sent.splice(0);
    const { nativeId, url } = await publish({ title: "At seven", text: "Rye bread", images: [picture] });
    expect(sent.map((one) => `${one.method} ${one.url.pathname}${one.url.search}`)).toEqual(["POST /services/upload/"]);
    expect(sent[0]?.body).toMatch(/name="is_public"\r\n\r\n1\r\n/);
    expect(standIn.store.posts).toMatchObject([{ title: "At seven", text: "Rye bread", images: [{ size: 6 }] }]);
    expect(url).toBe(`https://www.flickr.com/photos/12037949754%40N01/${nativeId}/`);
    const [batch] = await pull(await connect());
    expect(batch?.posts).toMatchObject([{ nativeId, url, text: "At seven — Rye bread", carriesLink: false }]);
  });

  it("leaves a photo without a title untitled, instead of naming it after its file", async () => {
    const { publish, standIn } = await publisher(subject, open);
    await publish({ images: [picture] });
    expect(standIn.store.posts[0]?.title).toBe("");
  });

  it.each([
    ["lines", "One\nTwo\r\nThree\rFour", "One\r\nTwo\r\nThree\r\nFour"],
    ["accents, signs and emoji", "Käse & 100% Brot + *'()~ 👩‍👩‍👧", "Käse & 100% Brot + *'()~ 👩‍👩‍👧"],
    ["what looks like markup", "<b>a</b> < b <!-- c --> <3", "&lt;b>a&lt;/b> < b &lt;!-- c --> <3"],
  ])("signs a description with %s as it arrives", async (_, text, stored) => {
    const { publish, standIn } = await publisher(subject, open);
    await publish({ text, images: [picture] });
    expect(standIn.store.posts[0]?.text).toBe(stored);
  });

  it("signs the fields of the form and not the file", async () => {
    const { publish, ctx, standIn } = await publisher(subject, open);
    const { fetch } = ctx;
    const changing = (from: string, to: string): typeof fetch => {
      return (url, { body = "", ...init } = {}) => {
        const bytes = Buffer.from(typeof body === "string" ? body : Buffer.from(body).toString("latin1"), "latin1");
        return fetch(url, { ...init, body: Buffer.from(bytes.toString("latin1").replace(from, to), "latin1") });
      };
    };
    const sendWith = (from: string, to: string) =>
      publish({ images: [picture] }, {}, { ...ctx, fetch: changing(from, to) });
    expect(await errorOf(sendWith("Rye bread", "Oat bread"))).toMatchObject({ code: "unauthorized" });
    await sendWith("\xff\xd8", "\xff\xd9");
    expect(standIn.store.posts).toHaveLength(1);
  });

  it("puts a link into the description, which is where Flickr makes it one", async () => {
    const { publish, standIn } = await publisher(subject, open);
    await publish({ link, images: [picture] });
    expect(standIn.store.posts[0]?.text).toBe(`Rye bread\r\n\r\n${link}`);
  });

  it("needs exactly one picture, of a kind that Flickr takes", async () => {
    const { publish, standIn } = await publisher(subject, open);
    const asked = standIn.requests.length;
    for (const images of [[], [picture, picture], [{ ...picture, mediaType: "image/webp" as const }]]) {
      expect(await errorOf(publish({ images }))).toMatchObject({ code: "invalid-input" });
    }
    expect(standIn.requests).toHaveLength(asked);
  });

  it.each([
    [3, "invalid-input", "Flickr could not take the picture. The file may be damaged."],
    [5, "invalid-input", "Flickr does not know this kind of picture."],
    [6, "invalid-input", "This account has reached what Flickr lets it upload."],
    [77, "invalid-input", "Flickr refused this picture."],
    [98, "unauthorized", "The network no longer accepts this connection. Connect the channel again."],
    [105, "unavailable", "The network did not say whether it took the post."],
    [106, "unavailable", "The network did not say whether it took the post."],
  ])("tells failure %i, which comes with status 200, as %s", async (number, code, message) => {
    expect(await errorOf(answered(failing(number)))).toMatchObject({ code, message });
  });

  it.each([
    ["nothing", ""],
    ["half of an answer", '<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="ok">\n<photoid>5400'],
    ["an id that is none", '<rsp stat="ok"><photoid></photoid></rsp>'],
  ])("does not know whether the photo is out where the answer is %s", async (_, body) => {
    expect(await errorOf(answered(body))).toMatchObject({ code: "malformed" });
  });

  it("reads an id that carries secrets beside it", async () => {
    const body = '<rsp stat="ok">\n<photoid secret="abcdef" originalsecret="ghi">54123</photoid>\n</rsp>';
    expect((await answered(body)).nativeId).toBe("54123");
  });

  it("asks who connected the channel for reading only to connect it again", async () => {
    const { publish, ctx, secrets, standIn } = await publisher(subject, open);
    const { signIn } = subject.network.connect;
    if (signIn === undefined) throw new Error("there is no sign-in");
    const reading = {
      ...signIn,
      start: async (...[given, attempt]: Parameters<typeof signIn.start>) => {
        const { url, keep } = await signIn.start(given, attempt);
        return { url: url.replace("perms=write", "perms=read"), keep };
      },
    };
    const { secret } = await signInAt(ctx, reading);
    secrets.push(secret);
    const { publishing } = subject.network;
    const channel = { nativeId: "12037949754@N01", config: { nsid: "12037949754@N01" }, secret };
    const post = { text: "Rye", title: "", link: null, images: [picture] };
    const beforeSend = async () => {};
    const attempt = publishing?.publish(ctx, channel, { post, before: [], idempotencyKey: "k", beforeSend });
    expect(await errorOf(attempt ?? Promise.resolve())).toMatchObject({
      code: "forbidden",
      message: "The network does not allow this. Where the channel was connected for reading only, connect it again.",
    });
    await publish({ images: [picture] });
    expect(standIn.store.posts).toHaveLength(1);
  });
});
