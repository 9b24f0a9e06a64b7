import { createHash } from "node:crypto";
import { guardedFetch } from "@headroom/net";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ConnectorContext, DiscoveredChannel, OutgoingImage, OutgoingPost } from "../../src/index.ts";
import { blog } from "../../src/networks/blog/blog.ts";
import { collect, errorOf, lastCursor, minute, together } from "../subject.ts";
import { whereItRuns } from "./cached-download.ts";
import { type RealWordpress, startWordpress } from "./wordpress-server.ts";

/** Each step inside the site starts PHP anew. */
vi.setConfig({ testTimeout: 60_000 });

const found = await whereItRuns("WordPress", startWordpress);
afterAll(() => found?.close());
const wordpress = (): RealWordpress => {
  if (found === null) throw new Error("WordPress does not run here");
  return found;
};

const gmt = (minutesAgo: number): string =>
  new Date(Date.now() - minutesAgo * minute).toISOString().slice(0, 19).replace("T", " ");
const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** Publishes a post inside the site and returns its id. */
const insert = (title: string, { minutesAgo = 5, content = "<p>Text</p>" } = {}): Promise<string> =>
  wordpress().php(
    `echo wp_insert_post(['post_title' => ${quoted(title)}, 'post_content' => ${quoted(content)}, 'post_status' => 'publish',
      'post_author' => 1, 'post_date' => '${gmt(minutesAgo)}', 'post_date_gmt' => '${gmt(minutesAgo)}']);`,
  );
const comment = (post: string, by: { name: string; user?: number }): Promise<string> =>
  wordpress().php(
    `echo wp_insert_comment(['comment_post_ID' => ${post}, 'comment_author' => ${quoted(by.name)}, 'user_id' => ${by.user ?? 0},
      'comment_content' => 'Well said', 'comment_approved' => 1, 'comment_date_gmt' => '${gmt(1)}', 'comment_date' => '${gmt(1)}']);`,
  );
const clear = (): Promise<string> =>
  wordpress().php(
    "foreach (get_posts(['numberposts' => -1, 'post_status' => 'any']) as $post) wp_delete_post($post->ID, true);",
  );

/** Headroom's side: a connection, and the statuses of what it was answered. */
function reader() {
  const secrets: string[] = [];
  const statuses: number[] = [];
  const fetch = guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] });
  const ctx: ConnectorContext = {
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      statuses.push(response.status);
      return response;
    },
    now: Date.now,
    hashActor: (networkId, id) => createHash("sha256").update(`${networkId} ${id}`).digest("hex"),
    saveSecret: async (secret) => void secrets.push(secret),
  };
  const connect = async (fields: Record<string, string>): Promise<DiscoveredChannel> => {
    const { channels } = await blog.discover(ctx, fields);
    const [channel] = channels;
    if (channel === undefined) throw new Error("no channel");
    return channel;
  };
  const pullable = ({ nativeId, config }: DiscoveredChannel) => ({
    nativeId,
    config,
    ...(secrets[0] && { secret: secrets[0] }),
  });
  const pull = (channel: DiscoveredChannel, cursor: Parameters<typeof blog.pull>[2] = null) =>
    collect(blog.pull(ctx, pullable(channel), cursor));
  return { ctx, secrets, statuses, connect, pullable, pull };
}

const credentials = () => ({ address: wordpress().url, user: wordpress().user, key: wordpress().applicationPassword });

describe.skipIf(found === null)("a real WordPress", () => {
  it("is found behind its front page, with its title, and tells comments", async () => {
    const channel = await reader().connect({ address: wordpress().url });
    expect(channel).toMatchObject({
      title: "Real blog",
      knows: ["post", "linkPost", "comment"],
      config: { reader: "wordpress" },
    });
    expect(wordpress().version).toMatch(/^\d+\.\d+/);
  });

  it("tells posts with their instant, their text and whether they link elsewhere", async () => {
    await clear();
    const content = `<p>Fresh <b>rye</b> &amp; "more"</p><p><a href="https://elsewhere.example/">Look</a></p>`;
    const id = await insert("Bread & butter", { minutesAgo: 7, content });
    const { connect, pull } = reader();
    const { posts } = together(await pull(await connect({ address: wordpress().url })));
    expect(posts).toMatchObject([{ nativeId: id, carriesLink: true }]);
    expect(posts[0]?.text).toBe("Bread & butter — Fresh rye & “more” Look");
    expect(Math.abs((posts[0]?.at ?? 0) - (Date.now() - 7 * minute))).toBeLessThan(10_000);
  });

  it("with more posts than a page holds is read to its end, even when posts vanish in between", async () => {
    await clear();
    await wordpress().php(
      `for ($n = 1; $n <= 103; $n++) wp_insert_post(['post_title' => "Post $n", 'post_content' => 'Text', 'post_status' => 'publish',
        'post_author' => 1, 'post_date_gmt' => gmdate('Y-m-d H:i:s', time() - 60 * $n), 'post_date' => gmdate('Y-m-d H:i:s', time() - 60 * $n)]);`,
    );
    const { ctx, connect, pull, pullable, statuses } = reader();
    const channel = await connect({ address: wordpress().url });
    const whole = await pull(channel);
    expect(together(whole).posts).toHaveLength(103);
    expect(whole.filter(({ posts }) => posts.length > 0).map(({ posts }) => posts.length)).toEqual([100, 3]);
    const stream = blog.pull(ctx, pullable(channel), null)[Symbol.asyncIterator]();
    await stream.next();
    await wordpress().php("foreach (get_posts(['numberposts' => 10]) as $post) wp_delete_post($post->ID, true);");
    for (let next = await stream.next(); next.done !== true; next = await stream.next())
      expect(next.value.posts).toEqual([]);
    expect(statuses).toContain(400);
  });

  it("names who commented, and not those who write its posts", async () => {
    await clear();
    const post = await insert("Talk");
    const told = await comment(post, { name: "Zoe" });
    await comment(post, { name: "Alice Author", user: 1 });
    const { connect, pull } = reader();
    const channel = await connect({ address: wordpress().url });
    const first = await pull(channel);
    expect(together(first).signals.map(({ nativeKey, postNativeId }) => [nativeKey, postNativeId])).toEqual([
      [`comment:${told}`, post],
    ]);
    const later = await comment(post, { name: "Yuri" });
    const { signals } = together(await pull(channel, lastCursor(first)));
    expect(signals.map(({ nativeKey }) => nativeKey)).toEqual([`comment:${later}`]);
  });

  it.each(["wp_trash_post", "wp_delete_post", "hide"])("lets a post that is gone by %s be told once", async (way) => {
    await clear();
    const [kept, gone] = [await insert("Stays", { minutesAgo: 9 }), await insert("Goes", { minutesAgo: 5 })];
    await insert("Newest", { minutesAgo: 2 });
    const { connect, pull } = reader();
    const channel = await connect({ address: wordpress().url });
    const first = await pull(channel);
    await wordpress().php(
      way === "hide" ? `wp_update_post(['ID' => ${gone}, 'post_status' => 'private']);` : `${way}(${gone}, true);`,
    );
    const second = await pull(channel, lastCursor(first));
    expect(together(second).removals).toEqual([{ nativeKey: `post:${gone}` }]);
    expect(together(await pull(channel, lastCursor(second))).removals).toEqual([]);
    expect(kept).not.toBe(gone);
  });

  it("with plain permalinks is read through its parameter", async () => {
    await clear();
    const id = await insert("Plain");
    await wordpress().php("update_option('permalink_structure', '');");
    const { connect, pull } = reader();
    const channel = await connect({ address: wordpress().url });
    const { posts } = together(await pull(channel));
    await wordpress().php("update_option('permalink_structure', '/%year%/%postname%/');");
    expect(JSON.stringify(channel.config)).toContain("rest_route");
    expect(posts).toMatchObject([{ nativeId: id, url: `${wordpress().url}/?p=${id}` }]);
  });
});

describe.skipIf(found === null)("the feed of a real WordPress", () => {
  it("is asked for again only when it changed", async () => {
    await clear();
    await insert("In the feed");
    const { connect, pull, statuses } = reader();
    const channel = await connect({ address: `${wordpress().url}/feed/` });
    expect(channel.config).toMatchObject({ reader: "feed", comments: true });
    const first = await pull(channel);
    expect(together(first).posts.map(({ text }) => text)).toEqual(["In the feed — Text"]);
    const second = await pull(channel, lastCursor(first));
    expect([statuses.at(-1), together(second).posts]).toEqual([304, []]);
    await insert("Another", { minutesAgo: 0 });
    expect(together(await pull(channel, lastCursor(second))).posts.map(({ text }) => text)).toEqual(["Another — Text"]);
  });

  it("counts comments and names them", async () => {
    await clear();
    const post = await insert("Commented");
    await comment(post, { name: "Zoe" });
    const { connect, pull } = reader();
    const { observations, signals } = together(await pull(await connect({ address: `${wordpress().url}/feed/` })));
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([["comment", 1]]);
    expect(signals.map(({ kind }) => kind)).toEqual(["comment"]);
  });
});

/** One pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const picture = (alt: string): OutgoingImage => ({
  bytes: png,
  mediaType: "image/png",
  width: 1,
  height: 1,
  alt,
  publicUrl: "https://headroom.example/p.png",
});

describe.skipIf(found === null)("publishing on a real WordPress", () => {
  const publish = async (given: Partial<OutgoingPost> = {}) => {
    await clear();
    const headroom = reader();
    const channel = await headroom.connect(credentials());
    const post = { title: "At the bakery", text: "Text", link: null, images: [], ...given };
    const input = { post, before: [], idempotencyKey: "k", beforeSend: async () => {} };
    const published = await blog.publishing?.publish(headroom.ctx, headroom.pullable(channel), input);
    const raw = (field: string) => wordpress().php(`echo get_post_field('${field}', ${published?.nativeId}, 'raw');`);
    return {
      ...headroom,
      channel,
      published,
      raw,
      send: () => blog.publishing?.publish(headroom.ctx, headroom.pullable(channel), input),
    };
  };

  it("needs an application password that it knows: one for signing in is refused in words", async () => {
    for (const key of ["password of alice", "abcd EFGH ijkl MNOP qrst UVWX"]) {
      const error = await errorOf(reader().connect({ ...credentials(), key }));
      expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(/does not accept/) });
    }
  });

  it("needs a user who may publish", async () => {
    const password = await wordpress().php(
      `$id = wp_create_user('reader', 'x', 'reader@blog.example'); echo WP_Application_Passwords::create_new_application_password($id, ['name' => 'H'])[0];`,
    );
    const error = await errorOf(reader().connect({ ...credentials(), user: "reader", key: password }));
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(/may not publish/) });
  });

  it("arrives letter by letter, and the next pull tells it under the same id", async () => {
    const text = "1 < 2 & <b>bold</b> [gallery] Käse 👩‍👩‍👧\n\nSecond";
    const { published, raw, pull, channel } = await publish({
      title: "Tom & Jerry <3",
      text,
      link: "https://elsewhere.example/x?a=1&b=2",
    });
    const { posts } = together(await pull(channel));
    expect(posts).toMatchObject([{ nativeId: published?.nativeId, url: published?.url, carriesLink: true }]);
    expect(posts[0]?.text).toBe(
      "Tom & Jerry <3 — 1 < 2 & <b>bold</b> [gallery] Käse 👩‍👩‍👧 Second https://elsewhere.example/x?a=1&b=2",
    );
    expect(await raw("post_status")).toBe("publish");
  });

  it("takes the first picture above the post and the others into it, with the words that describe them", async () => {
    const { published, raw } = await publish({ images: [picture('A "loaf" & more'), picture("The oven")] });
    const alt = await wordpress().php(
      `echo get_post_meta(get_post_thumbnail_id(${published?.nativeId}), '_wp_attachment_image_alt', true);`,
    );
    expect(alt).toBe('A "loaf" & more');
    expect(await raw("post_content")).toMatch(
      /<img src="http:\/\/127\.0\.0\.1:\d+\/wp-content\/uploads\/[^"]+\.png" alt="The oven"/,
    );
  });

  it("ends with the password, which reading survives", async () => {
    const { send, pull, channel } = await publish();
    await wordpress().php("WP_Application_Passwords::delete_all_application_passwords(1);");
    expect(await errorOf(send() ?? Promise.resolve())).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(together(await pull(channel)).posts).toHaveLength(1);
  });
});
