import { guardedFetch } from "@headroom/net";
import { afterAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { ConnectorContext, OutgoingImage, OutgoingPost, Published } from "../../src/index.ts";
import { bluesky } from "../../src/networks/bluesky/bluesky.ts";
import { readSession, refreshSession, signIn } from "../../src/networks/bluesky/session.ts";
import { errorOf } from "../subject.ts";
import { startAtNetwork } from "./at-network-server.ts";
import { whereItRuns } from "./cached-download.ts";

vi.setConfig({ testTimeout: 60_000 });

const found = await whereItRuns("a network of the AT Protocol", startAtNetwork);
afterAll(() => found?.close());
const alice = await found?.join("alice");
/** The server that holds her account, and the account. */
const pds = () => {
  if (found === null || alice === undefined) throw new Error("the personal data server does not run here");
  return { url: found.pds, ...alice };
};

/** Headroom's side: a connection that keeps its secrets. */
function connection() {
  const secrets: string[] = [];
  const ctx: ConnectorContext = {
    fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1", "localhost"] }),
    now: Date.now,
    hashActor: (_, id) => id,
    saveSecret: async (secret) => void secrets.push(secret),
  };
  const enter = ({ appPassword = pds().appPassword, identifier = pds().did } = {}) =>
    signIn(ctx, { origin: pds().url, identifier, appPassword });
  const session = () => {
    const last = readSession(secrets.at(-1));
    if (last === null) throw new Error("nobody signed in");
    return last;
  };
  const publish = (
    piece: Partial<OutgoingPost>,
    more: { before?: readonly Published[]; idempotencyKey?: string } = {},
  ) => {
    if (bluesky.publishing === undefined) throw new Error("nothing can be published");
    const { did, url } = pds();
    const channel = { nativeId: did, config: { did, origin: url }, secret: JSON.stringify(session()) };
    return bluesky.publishing.publish(ctx, channel, {
      post: { title: "", text: "", link: null, images: [], ...piece },
      before: more.before ?? [],
      idempotencyKey: more.idempotencyKey ?? crypto.randomUUID(),
      beforeSend: async () => {},
    });
  };
  return { ctx, secrets, enter, session, publish };
}

const recordSchema = z.object({
  uri: z.string(),
  cid: z.string(),
  value: z.looseObject({ text: z.string(), createdAt: z.string() }),
});

/** Asked of the server itself, past everything of ours. */
const ask = async (method: string, query: Record<string, string>): Promise<unknown> => {
  const response = await fetch(`${pds().url}/xrpc/${method}?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return response.json();
};
const recordOf = async ({ url }: Published) => {
  const query = { repo: pds().did, collection: "app.bsky.feed.post", rkey: url?.split("/").at(-1) ?? "" };
  return recordSchema.parse(await ask("com.atproto.repo.getRecord", query));
};
const postCount = async (): Promise<number> =>
  z
    .object({ records: z.array(z.unknown()) })
    .parse(
      await ask("com.atproto.repo.listRecords", { repo: pds().did, collection: "app.bsky.feed.post", limit: "100" }),
    ).records.length;

/** A PNG of one pixel. */
const onePixel: OutgoingImage = {
  bytes: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
  mediaType: "image/png",
  alt: "A single pixel",
  publicUrl: "https://headroom.example/pixel.png",
  width: 1,
  height: 1,
};

describe.skipIf(found === null)("a real personal data server", () => {
  it.each(["its DID", "its handle"])("lets the account in with an app password, named by %s", async (by) => {
    const { enter, secrets } = connection();
    const identifier = by === "its DID" ? pds().did : pds().handle;
    expect(await enter({ identifier })).toMatchObject({ did: pds().did, origin: pds().url });
    expect(secrets).toHaveLength(1);
    expect(secrets[0]).not.toContain(pds().appPassword);
  });

  it("lets nobody in with a wrong one, and the words say what to do", async () => {
    const { enter, secrets } = connection();
    expect(await errorOf(enter({ appPassword: "aaaa-bbbb-cccc-dddd" }))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
      message: "Bluesky does not accept this app password. Make a new one and enter it here.",
    });
    expect(secrets).toEqual([]);
  });

  it("gives a new session for the old one, and the new one can write", async () => {
    const { ctx, enter, session, secrets, publish } = connection();
    await enter();
    const old = session();
    const renewed = await refreshSession(ctx, pds().url, old);
    expect(renewed.refreshJwt).not.toBe(old.refreshJwt);
    expect(readSession(secrets.at(-1))).toEqual(renewed);
    expect((await recordOf(await publish({ text: "Renewed" }))).value.text).toBe("Renewed");
  });

  it("asks a person to connect again when the session is none", async () => {
    const { ctx } = connection();
    const none = { accessJwt: "a.b.c", refreshJwt: "a.b.c" };
    expect(await errorOf(refreshSession(ctx, pds().url, none))).toMatchObject({ needsReconnect: true });
  });

  it("takes a text whose links and tags are marked at the right bytes", async () => {
    const { enter, publish } = connection();
    await enter();
    const text = "Grüße 👋 von https://blog.example/x und #Brot";
    const { value } = await recordOf(await publish({ text }));
    const bytes = Buffer.from(value.text);
    const { facets } = z
      .object({ facets: z.array(z.object({ index: z.object({ byteStart: z.number(), byteEnd: z.number() }) })) })
      .parse(value);
    expect(value.text).toBe(text);
    expect(facets.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString())).toEqual([
      "https://blog.example/x",
      "#Brot",
    ]);
  });

  it("takes a link as a card", async () => {
    const { enter, publish } = connection();
    await enter();
    const { value } = await recordOf(await publish({ text: "Read this", link: "https://blog.example/post" }));
    expect(value).toMatchObject({
      embed: { $type: "app.bsky.embed.external", external: { uri: "https://blog.example/post" } },
    });
  });

  it("takes a picture with its description, and gives its very bytes back", async () => {
    const { enter, publish } = connection();
    await enter();
    const { value } = await recordOf(await publish({ text: "Look", images: [onePixel] }));
    const { embed } = z
      .object({
        embed: z.object({
          images: z.array(z.object({ alt: z.string(), image: z.object({ ref: z.object({ $link: z.string() }) }) })),
        }),
      })
      .parse(value);
    expect(embed.images.map(({ alt }) => alt)).toEqual(["A single pixel"]);
    const query = new URLSearchParams({ did: pds().did, cid: embed.images[0]?.image.ref.$link ?? "" });
    const blob = await fetch(`${pds().url}/xrpc/com.atproto.sync.getBlob?${query}`);
    expect(Buffer.from(await blob.bytes())).toEqual(onePixel.bytes);
  });

  it("holds a thread together: each piece names the first and the one before", async () => {
    const { enter, publish } = connection();
    await enter();
    const first = await publish({ text: "One" });
    const second = await publish({ text: "Two" }, { before: [first] });
    const third = await publish({ text: "Three" }, { before: [first, second] });
    const [one, two, three] = [await recordOf(first), await recordOf(second), await recordOf(third)];
    const nameOf = ({ uri, cid }: typeof one) => ({ uri, cid });
    expect(two.value).toMatchObject({ reply: { root: nameOf(one), parent: nameOf(one) } });
    expect(three.value).toMatchObject({ reply: { root: nameOf(one), parent: nameOf(two) } });
  });

  it("has a post once, however often it is sent", async () => {
    const { enter, publish } = connection();
    await enter();
    const idempotencyKey = crypto.randomUUID();
    const before = await postCount();
    const first = await publish({ text: "Once" }, { idempotencyKey });
    expect(await publish({ text: "Once" }, { idempotencyKey })).toEqual(first);
    expect(await postCount()).toBe(before + 1);
  });
});
