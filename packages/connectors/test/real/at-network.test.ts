import { createHash } from "node:crypto";
import { guardedFetch } from "@headroom/net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ConnectorContext, DiscoveredChannel } from "../../src/index.ts";
import { bluesky } from "../../src/networks/bluesky/bluesky.ts";
import { digest } from "../../src/text/stable-id.ts";
import { collect, lastCursor, together } from "../subject.ts";
import { type Person, type RealAtNetwork, startAtNetwork } from "./at-network-server.ts";
import { whereItRuns } from "./cached-download.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const found = await whereItRuns("a network of the AT Protocol", startAtNetwork);
afterAll(() => found?.close());
const network = (): RealAtNetwork => {
  if (found === null) throw new Error("the AT network does not run here");
  return found;
};

const hash = (networkId: string, id: string): string => createHash("sha256").update(`${networkId} ${id}`).digest("hex");

/** Headroom's side, signed in where there is an app password. */
function headroom({ appPassword = "" } = {}) {
  const secrets: string[] = [];
  const ctx: ConnectorContext = {
    fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1", "localhost"] }),
    now: Date.now,
    hashActor: hash,
    saveSecret: async (secret) => void secrets.push(secret),
    baseUrls: { bluesky: network().appView },
  };
  const secret = () => (secrets.at(-1) === undefined ? {} : { secret: secrets.at(-1) ?? "" });
  const connect = async (account: string, { service = "" } = {}): Promise<DiscoveredChannel> => {
    const own = appPassword ? { appPassword, service: network().pds } : service ? { service } : {};
    const fields = { account, ...own };
    const { channels } = await bluesky.discover(ctx, fields);
    const [channel] = channels;
    if (channel === undefined) throw new Error("no channel");
    return channel;
  };
  const pull = (channel: DiscoveredChannel, cursor: Parameters<typeof bluesky.pull>[2] = null) =>
    collect(bluesky.pull(ctx, { ...channel, ...secret() }, cursor));
  return { secrets, connect, pull };
}

const post = "app.bsky.feed.post";
let alice: Person;
let bob: Person;
beforeAll(async () => {
  if (found === null) return;
  [alice, bob] = [await found.join("alice"), await found.join("bob")];
  await alice.write("app.bsky.actor.profile", { displayName: "Alice's bakery" }, "self");
  await bob.write("app.bsky.graph.follow", { subject: alice.did });
  await found.settle();
});

describe.skipIf(found === null)("a real AT network", () => {
  it("tells an account's posts, who liked, shared, quoted and answered them, and its followers", async () => {
    const [first, second] = [
      await alice.write(post, { text: "Fresh rye" }),
      await alice.write(post, {
        text: "Look",
        embed: {
          $type: "app.bsky.embed.external",
          external: { uri: "https://elsewhere.example/", title: "x", description: "" },
        },
      }),
    ];
    const like = await bob.write("app.bsky.feed.like", { subject: first });
    await bob.write("app.bsky.feed.repost", { subject: first });
    const quote = await bob.write(post, { text: "See", embed: { $type: "app.bsky.embed.record", record: first } });
    const answer = await bob.write(post, { text: "Yum", reply: { root: first, parent: first } });
    await alice.write(post, { text: "Thanks", reply: { root: first, parent: answer } });
    await network().settle();

    const { connect, pull } = headroom();
    const channel = await connect(alice.handle);
    expect(channel).toMatchObject({ nativeId: alice.did, title: "Alice's bakery" });
    const batches = await pull(channel);
    const { posts, observations, signals, audience } = together(batches);
    expect(posts.map(({ nativeId, text, carriesLink }) => [nativeId, text, carriesLink])).toEqual([
      [second.uri, "Look", true],
      [first.uri, "Fresh rye", false],
    ]);
    const totals = observations.filter(({ postNativeId }) => postNativeId === first.uri);
    expect(Object.fromEntries(totals.map(({ kind, total }) => [kind, total]))).toMatchObject({
      like: 1,
      reshare: 2,
      comment: 1,
    });
    expect(signals.map(({ kind, actor, postNativeId }) => [kind, actor, postNativeId]).toSorted()).toEqual([
      ["comment", hash("bluesky", bob.did), first.uri],
      ["like", hash("bluesky", bob.did), first.uri],
      ["reshare", hash("bluesky", bob.did), first.uri],
    ]);
    expect(audience).toMatchObject([{ followers: 1 }]);
    for (const { uri } of [like, quote, answer]) await bob.erase(uri);
    await network().settle();
    const later = together(await pull(channel, lastCursor(batches)));
    expect(later.posts).toEqual([]);
    expect(later.observations.findLast(({ kind }) => kind === "like")).toMatchObject({ total: 0 });
  });

  it("tells the posts of an account whose own server is named without an app password: the views are the AppView's", async () => {
    const dora = await network().join("dora");
    const { uri } = await dora.write(post, { text: "From a server of her own" });
    await network().settle();
    const { connect, pull } = headroom();
    const channel = await connect(dora.handle, { service: network().pds });
    expect(channel).toMatchObject({ nativeId: dora.did });
    expect(together(await pull(channel)).posts.map(({ nativeId }) => nativeId)).toEqual([uri]);
  });

  it("lets a deleted post be told once", async () => {
    const carol = await network().join("carol");
    const [, gone] = [await carol.write(post, { text: "Stays" }), await carol.write(post, { text: "Goes" })];
    await carol.write(post, { text: "Newest" });
    await network().settle();
    const { connect, pull } = headroom();
    const channel = await connect(carol.did);
    const first = await pull(channel);
    await carol.erase(gone.uri);
    await network().settle();
    const second = await pull(channel, lastCursor(first));
    expect(together(second).removals).toEqual([{ nativeKey: `post:${gone.uri}` }]);
    expect(together(await pull(channel, lastCursor(second))).removals).toEqual([]);
  });

  it("with an app password tells who mentions the account, and renews a session that ended", async () => {
    const { secrets, connect, pull } = headroom(alice);
    const channel = await connect(alice.handle);
    expect(channel.knows).toContain("mention");
    const text = `Hello @${alice.handle}`;
    const index = { byteStart: 6, byteEnd: text.length };
    const features = [{ $type: "app.bsky.richtext.facet#mention", did: alice.did }];
    const mention = await bob.write(post, { text, facets: [{ index, features }] });
    await network().settle();
    const { accessJwt: _, ...kept } = JSON.parse(secrets.at(-1) ?? "{}");
    secrets.push(JSON.stringify({ ...kept, accessJwt: "of-another-life" }));
    const { signals } = together(await pull(channel));
    expect(signals.filter(({ kind }) => kind === "mention")).toMatchObject([
      { nativeKey: `mention:${digest(mention.uri)}`, actor: hash("bluesky", bob.did) },
    ]);
    expect(JSON.parse(secrets.at(-1) ?? "{}").accessJwt).not.toBe("of-another-life");
  });
});
