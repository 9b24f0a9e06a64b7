import { createServer } from "node:http";
import { startBlogStandIn } from "@headroom/connectors/stand-ins";
import { assignments, channels, connections } from "@headroom/db";
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { connectListedBlog } from "../src/channels/connect-listed-blog.ts";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { readBlogList } from "../src/channels/read-blog-list.ts";
import { addClient, addMember, testAgency, testDatabase } from "./agency.ts";
import { channelRow, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());
afterEach(() => vi.restoreAllMocks());

const listOf = (...addresses: string[]): string => {
  const outlines = addresses.map((address, n) => `<outline text="Blog ${n}" xmlUrl="${address}"/>`).join("");
  return Buffer.from(`<opml version="2.0"><body>${outlines}</body></opml>`).toString("base64");
};

/** Two blogs and a page without a feed, on hosts of the test's own. */
const blogs = async () => {
  const scene = await stage(db, startBlogStandIn);
  const other = await startBlogStandIn({ now: () => scene.agency.clock.now, flavour: "atom" });
  onTestFinished(() => other.close());
  const page = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Hello</h1>"));
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void page.close());
  const bound = page.address();
  const connect = (address: string, clientId = scene.clientId) =>
    connectListedBlog({ entry: scene.agency.entry, input: { clientId, address } });
  const read = (file: string) =>
    scene.agency.as((ctx) => readBlogList({ ctx, input: { clientId: scene.clientId, file } }));
  const count = async () => ({
    channels: (await scene.agency.system(({ db: tx }) => tx.select().from(channels))).length,
    connections: (await scene.agency.system(({ db: tx }) => tx.select().from(connections))).length,
  });
  const pageUrl = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}/`;
  return { ...scene, one: scene.standIn.url, two: other.url, pageUrl, connect, read, count };
};

describe("a list of blogs", () => {
  test("is looked at before anything is connected, and says which client reads a blog already", async () => {
    const { one, two, read, connect, count, clientId } = await blogs();
    expect(await read(listOf(`${one}/`, `${two}/`, `${one}/`))).toEqual({
      blogs: [
        { title: "Blog 0", address: `${one}/`, folders: [], connectedTo: [] },
        { title: "Blog 1", address: `${two}/`, folders: [], connectedTo: [] },
      ],
      passedOver: { twice: 1, withoutAddress: 0, beyond: 0 },
    });
    expect(await count()).toEqual({ channels: 0, connections: 0 });
    await connect(`${one}/`);
    const { blogs: rows } = await read(listOf(`${one}/`, `${two}/`));
    expect(rows.map(({ connectedTo }) => connectedTo)).toEqual([[clientId], []]);
  });

  test("does not tell of clients that the reader does not see", async () => {
    const { one, connect, agency, clientId } = await blogs();
    await connect(`${one}/`);
    const staffer = await addMember(agency, "staffer");
    const hers = await addClient(agency);
    await agency.system(({ db: tx, agencyId }) =>
      tx.insert(assignments).values({ agencyId, clientId: hers, memberId: staffer.memberId }),
    );
    const { blogs: rows } = await agency.as(
      (ctx) => readBlogList({ ctx, input: { clientId: hers, file: listOf(`${one}/`) } }),
      staffer,
    );
    expect(rows).toMatchObject([{ connectedTo: [] }]);
    await expect(
      agency.as((ctx) => readBlogList({ ctx, input: { clientId, file: listOf(one) } }), staffer),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("that is none is refused in words, at the file", async () => {
    const { read } = await blogs();
    const page = Buffer.from("<html></html>").toString("base64");
    await expect(read(page)).rejects.toMatchObject({
      code: "invalid",
      field: "file",
      message: expect.stringMatching(/^This is a web page/),
    });
  });
});

describe("a blog of a list", () => {
  test("becomes a channel of the client that was chosen for it, and one blog may be several clients'", async () => {
    const { one, two, connect, agency, clientId, count } = await blogs();
    const second = await addClient(agency);
    const made = [await connect(one), await connect(two, second), await connect(one, second)];
    expect(made.map(({ isOld }) => isOld)).toEqual([false, false, false]);
    const rows = await Promise.all(made.map(({ channelId }) => channelRow(agency, channelId)));
    expect(rows.map((row) => [row.clientId, row.network, row.state])).toEqual([
      [clientId, "blog", "active"],
      [second, "blog", "active"],
      [second, "blog", "active"],
    ]);
    expect(await count()).toEqual({ channels: 3, connections: 3 });
  });

  test("that is connected stays as it is when the list is brought again, with all that was read", async () => {
    const { one, connect, agency, sync, count, standIn } = await blogs();
    standIn.store.publish({ text: "Hello" });
    const { channelId } = await connect(one);
    await sync(channelId);
    const before = await channelRow(agency, channelId);
    expect(before.cursor).not.toBeNull();
    expect(await connect(one)).toEqual({ channelId, title: before.title, isOld: true });
    expect(await channelRow(agency, channelId)).toEqual(before);
    expect(await count()).toEqual({ channels: 1, connections: 1 });
  });

  test("can be connected anew where it was disconnected", async () => {
    const { one, connect, agency } = await blogs();
    const { channelId } = await connect(one);
    await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    const again = await connect(one);
    expect(again.isOld).toBe(false);
    expect(await channelRow(agency, again.channelId)).toMatchObject({ state: "active" });
  });

  test("that cannot be read says why, and leaves nothing behind", async () => {
    const { pageUrl, connect, count } = await blogs();
    await expect(connect(pageUrl)).rejects.toMatchObject({ message: expect.stringMatching(/^No feed was found at/) });
    await expect(connect("file:///etc/passwd")).rejects.toMatchObject({ code: "invalid" });
    expect(await count()).toEqual({ channels: 0, connections: 0 });
  });

  test("that takes too long is given up, and says so", async () => {
    const { one, connect, count } = await blogs();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    await expect(connect(one)).rejects.toMatchObject({
      code: "unavailable",
      message: "This blog took longer than 20 seconds to answer. Connect it by itself later.",
    });
    expect(await count()).toEqual({ channels: 0, connections: 0 });
  });

  test("of our own network is not read", async () => {
    const { guardedFetch } = await import("@headroom/net");
    const { one, agency, clientId } = await blogs();
    const entry = { ...agency.entry, io: { ...agency.io, fetch: guardedFetch() } };
    await expect(connectListedBlog({ entry, input: { clientId, address: one } })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/not on the public internet|private/),
    });
  });

  test("is connected for nobody who may not work on the client", async () => {
    const { one } = await blogs();
    const stranger = await testAgency(db);
    const foreign = await blogs();
    await expect(
      connectListedBlog({ entry: stranger.entry, input: { clientId: foreign.clientId, address: one } }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});
