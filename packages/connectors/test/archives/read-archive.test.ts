import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  ArchiveError,
  type ArchiveSource,
  postsOnlyNote,
  previewArchive,
  readArchive,
} from "../../src/archives/index.ts";
import { collect } from "../subject.ts";
import * as sample from "./sample-files.ts";

const { fileOf, options } = sample;

async function recordsOf(file: ArchiveSource) {
  const batches = await collect(readArchive(file, options));
  return {
    posts: batches.flatMap(({ posts }) => posts),
    observations: batches.flatMap(({ observations }) => observations),
    signals: batches.flatMap(({ signals }) => signals),
    audience: batches.flatMap(({ audience }) => audience),
  };
}

const refusal = async (file: ArchiveSource): Promise<string> => {
  const error = await previewArchive(file, options).catch((reason: unknown) => reason);
  if (!(error instanceof ArchiveError)) throw error;
  return error.message;
};

describe("a Mastodon archive", () => {
  const link = '<a href="https://elsewhere.example/">x</a>';
  const mention =
    '<a href="https://o.example/@bob" class="u-url mention">@bob</a> <a class="mention hashtag" href="https://o.example/tags/a">#a</a>';
  const items = [
    sample.createActivity(1),
    sample.createActivity(2, { content: `<p>${link}</p>` }),
    sample.createActivity(3, { content: `<p>${mention}</p>` }),
    sample.boost,
    sample.createActivity(4, { inReplyTo: "https://other.example/users/bob/statuses/9" }),
    sample.createActivity(5, { inReplyTo: "https://social.example/users/alice/statuses/1" }),
    sample.createActivity(6, { to: ["https://other.example/users/bob"], cc: [] }),
  ];

  it("gives public posts and threads of one's own; boosts, answers and letters are left out", async () => {
    const { posts, signals, observations } = await recordsOf(await fileOf("outbox.json", sample.outbox(items)));
    expect(posts.map(({ nativeId, carriesLink }) => [nativeId, carriesLink])).toEqual([
      ["1", false],
      ["2", true],
      ["3", false],
      ["5", false],
    ]);
    expect(posts[0]).toEqual({
      nativeId: "1",
      at: sample.now - 60_000,
      url: "https://social.example/@alice/1",
      text: 'Post 1 "quoted" {braces} [brackets] \\ é',
      carriesLink: false,
    });
    expect([signals, observations]).toEqual([[], []]);
  });

  it("is read the same indented, packed as tar.gz, as gzip and as zip", async () => {
    const plain = await recordsOf(await fileOf("outbox.json", sample.outbox(items)));
    const entries = { "media/a.png": "not json", "outbox.json": sample.outbox(items) };
    for (const file of [
      await fileOf("outbox.json", sample.outbox(items, 2)),
      await fileOf("archive.tar.gz", await sample.tarGzOf(entries)),
      await fileOf("outbox.json.gz", gzipSync(sample.outbox(items))),
      await fileOf("archive.zip", await sample.zipOf(entries)),
    ]) {
      expect(await recordsOf(file)).toEqual(plain);
    }
  });

  it("is previewed with its owner, its span and what it does not hold", async () => {
    const entries = {
      "actor.json": JSON.stringify({ name: "Alice A.", preferredUsername: "alice" }),
      "outbox.json": sample.outbox(items),
    };
    const preview = await previewArchive(await fileOf("archive.tar.gz", await sample.tarGzOf(entries)), options);
    expect(preview).toMatchObject({
      format: "mastodon",
      networkId: "mastodon",
      title: "Alice A.",
      owner: "@alice",
      posts: 4,
      firstAt: sample.now - 5 * 60_000,
      lastAt: sample.now - 60_000,
      signalsByKind: { post: 4, linkPost: 1 },
      notes: [postsOnlyNote],
    });
    expect(preview.samples).toHaveLength(4);
    expect(postsOnlyNote).toBe("posts only; reactions unknown before connection");
  });

  it.each([
    [
      "an item that is no activity",
      sample.outbox([sample.createActivity(1), { no: "type" }], 1),
      /line 27: this entry is no activity/,
    ],
    [
      "a post without a date",
      sample.outbox([sample.createActivity(1, { published: "yesterday" })]),
      /line 1: this post has no readable date/,
    ],
    [
      "broken JSON inside an item",
      sample.outbox([sample.createActivity(1)]).replace('"type":"Create"', '"type":Create'),
      /this item is not valid JSON/,
    ],
    [
      "a comma too many",
      sample
        .outbox([sample.createActivity(1)])
        .replace("]}", ",]}")
        .replace(/,\]\}$/, ",]}"),
      /list ends with a comma|not valid JSON/,
    ],
    ["something behind its end", `${sample.outbox([])} {}`, /something follows behind the end/],
    ["nothing that looks like an outbox", '{"@context":"activitystreams","a":[{}]}', /breaks off/],
    ["brackets without end", `{"activitystreams":${"[".repeat(200)}`, /nested too deeply/],
  ])("with %s is refused", async (_, content, expected) => {
    expect(await refusal(await fileOf("outbox.json", content))).toMatch(expected);
  });
});

describe("a WordPress export", () => {
  const comments = [
    { id: 7 },
    { id: 8, author: "Spammer", approved: "spam" },
    { id: 9, author: "Waiting", approved: "0" },
    { id: 10, author: "Other blog", type: "pingback" },
    { id: 11, author: "alice", userId: 1 },
    { id: 12, author: "Reader", userId: 5 },
  ];
  const content = sample.wxr([
    sample.wxrItem(1, { comments }),
    sample.wxrItem(2, { status: "draft" }),
    sample.wxrItem(3, { type: "attachment" }),
  ]);

  it("gives published posts and people's approved comments, under the ids of the site's REST routes", async () => {
    const { posts, signals } = await recordsOf(await fileOf("export.xml", content));
    expect(posts).toEqual([
      {
        nativeId: "1",
        at: Date.UTC(2026, 10, 2, 10),
        url: "https://blog.example/?p=1",
        text: "Post 1 & more — Read this",
        carriesLink: true,
      },
    ]);
    expect(signals.map(({ nativeKey, at, postNativeId }) => [nativeKey, at, postNativeId])).toEqual([
      ["comment:7", Date.UTC(2026, 10, 2, 11), "1"],
      ["comment:12", Date.UTC(2026, 10, 2, 11), "1"],
    ]);
    expect(JSON.stringify(signals)).not.toMatch(/zoe|reader/i);
  });

  it("is previewed with its title, also out of a zip", async () => {
    const expected = {
      format: "wordpress",
      networkId: "blog",
      title: "Alice's blog",
      posts: 1,
      notes: [],
      signalsByKind: { post: 1, linkPost: 1, comment: 2 },
    };
    expect(await previewArchive(await fileOf("export.xml", content), options)).toMatchObject(expected);
    expect(
      await previewArchive(await fileOf("export.zip", await sample.zipOf({ "blog.xml": content })), options),
    ).toMatchObject(expected);
  });

  it.each([
    ["entities of its own", content.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss'), /entities of its own/],
    ["a post without an id", content.replace("<wp:post_id>1<", "<wp:post_id><"), /line 7: this post has no id/],
    ["tags that do not match", content.replace("</item>", "</itme>"), /not well-formed/],
    ["elements without end", `${sample.wxrHead}${"<a>".repeat(200)}`, /nested too deeply/],
    [
      "a comment without a date",
      content.replace("2026-11-02 11:00:00", "soon"),
      /this comment has no readable id or date/,
    ],
  ])("with %s is refused", async (_, broken, expected) => {
    expect(await refusal(await fileOf("export.xml", broken))).toMatch(expected);
  });

  it("that is some other feed is refused", async () => {
    const feed = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>x</title></channel></rss>';
    expect(await refusal(await fileOf("feed.xml", feed))).toMatch(/no WordPress export/);
  });
});

describe("an X archive", () => {
  const made = new Date(2026, 9, 1, 12);
  const zip = () =>
    sample.zipOf(
      {
        "data/tweets-part1.js": sample.tweetsJs([sample.tweet(5)], 1),
        "data/tweets.js": sample.tweetsJs([
          sample.tweet(1),
          sample.tweet(2, { full_text: "RT @bob: hello" }),
          sample.tweet(3, { in_reply_to_user_id_str: "99" }),
          sample.tweet(4, {
            in_reply_to_user_id_str: "42",
            entities: { urls: [{ expanded_url: "https://a.example" }] },
          }),
          sample.tweet(6, {
            entities: { urls: [{ expanded_url: "https://twitter.com/alice/status/1" }] },
            favorite_count: undefined,
          }),
        ]),
        "data/account.js": sample.accountJs,
        "data/like.js": "window.YTD.like.part0 = broken",
      },
      made,
    );

  it("gives the owner's posts of all parts, with counts as totals of the day it was made", async () => {
    const { posts, observations } = await recordsOf(await fileOf("twitter.zip", await zip()));
    expect(posts.map(({ nativeId, carriesLink }) => [nativeId.slice(-1), carriesLink]).toSorted()).toEqual([
      ["1", false],
      ["4", true],
      ["5", false],
      ["6", false],
    ]);
    const first = posts.find(({ nativeId }) => nativeId === "90071992547409931");
    expect(first).toMatchObject({ text: "Tweet 1 & more", at: Date.UTC(2018, 9, 10, 20, 19, 24) });
    expect(first?.url).toBe("https://x.com/alice/status/90071992547409931");
    expect(observations.filter(({ postNativeId }) => postNativeId === first?.nativeId)).toEqual([
      { postNativeId: first?.nativeId, kind: "like", observedAt: made.getTime(), total: 3 },
      { postNativeId: first?.nativeId, kind: "reshare", observedAt: made.getTime(), total: 1 },
    ]);
    expect(observations.filter(({ postNativeId }) => postNativeId.endsWith("6")).map(({ kind }) => kind)).toEqual([
      "reshare",
    ]);
  });

  it("is previewed with its owner", async () => {
    const preview = await previewArchive(await fileOf("twitter.zip", await zip()), options);
    expect(preview).toMatchObject({ format: "x", networkId: "x", owner: "@alice", title: "Alice", posts: 4 });
    expect(preview.signalsByKind).toEqual({ post: 4, linkPost: 1, like: 9, reshare: 4 });
  });

  it.each([
    ["an entry that is no post", sample.tweetsJs([{ something: "else" }]), /line 2: this entry is no post/],
    ["a date that is none", sample.tweetsJs([sample.tweet(1, { created_at: "?" })]), /no readable date/],
  ])("with %s is refused", async (_, content, expected) => {
    expect(await refusal(await fileOf("tweets.js", content))).toMatch(expected);
  });
});

describe("a Bluesky repository", () => {
  const records = {
    "app.bsky.feed.post/3la": sample.blueskyPost(1),
    "app.bsky.feed.post/3lb": sample.blueskyPost(2, {
      embed: { $type: "app.bsky.embed.external", external: { uri: "https://a.example", title: "", description: "" } },
    }),
    "app.bsky.feed.post/3lc": sample.blueskyPost(3, {
      reply: { parent: { uri: "at://did:plc:bob/app.bsky.feed.post/1" } },
    }),
    "app.bsky.feed.post/3ld": sample.blueskyPost(4, {
      reply: { parent: { uri: `at://${sample.did}/app.bsky.feed.post/3la` } },
    }),
    "app.bsky.feed.like/3la": { $type: "app.bsky.feed.like", createdAt: "2026-01-01T00:00:00Z" },
  };

  it("gives the owner's posts under the addresses that the network uses", async () => {
    const { posts } = await recordsOf(await fileOf("repo.car", sample.carOf(records)));
    expect(posts.map(({ nativeId, carriesLink }) => [nativeId, carriesLink])).toEqual([
      [`at://${sample.did}/app.bsky.feed.post/3la`, false],
      [`at://${sample.did}/app.bsky.feed.post/3lb`, true],
      [`at://${sample.did}/app.bsky.feed.post/3ld`, false],
    ]);
    expect(posts[0]).toMatchObject({
      text: "Skeet 1",
      at: sample.now - 60_000,
      url: `https://bsky.app/profile/${sample.did}/post/3la`,
    });
  });

  it("is previewed with its owner and what it does not hold", async () => {
    expect(await previewArchive(await fileOf("repo.car", sample.carOf(records)), options)).toMatchObject({
      format: "bluesky",
      owner: sample.did,
      posts: 3,
      notes: [postsOnlyNote],
    });
  });

  it("without one of its blocks is refused", async () => {
    expect(await refusal(await fileOf("repo.car", sample.carOf(records, { missing: 1 })))).toMatch(
      /damaged or incomplete/,
    );
  });

  it("with a byte changed is refused", async () => {
    const bytes = Buffer.from(sample.carOf(records));
    const at = bytes.indexOf("Skeet 2");
    bytes[at] = 0x53 ^ 1;
    expect(await refusal(await fileOf("repo.car", bytes))).toMatch(/damaged or incomplete/);
  });
});

describe("a file that is none of these", () => {
  it.each([
    ["empty", ""],
    ["a text", "Dear Sir or Madam,\n"],
    ["a table without our columns", "date,likes\n2026-01-01,4\n"],
    ["a page", "<html><body>hello</body></html>"],
    ["a JSON document", '{"a":1}'],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
  ])("is refused with the list of what can be imported: %s", async (_, content) => {
    expect(await refusal(await fileOf("file.bin", content))).toMatch(
      /^file\.bin: this is none of the files that can be imported/,
    );
  });

  it("is refused as a zip without anything known in it", async () => {
    const bytes = await sample.zipOf({ "photo.jpg": "x" });
    expect(await refusal(await fileOf("photos.zip", bytes))).toMatch(/none of the files/);
  });

  it("is read as what the person says it is", async () => {
    const file = await fileOf("posts.txt", "at,kind\n2026-01-01T00:00:00Z,like\n");
    expect(await previewArchive(file, { ...options, format: "csv" })).toMatchObject({ signalsByKind: { like: 1 } });
    expect(await refusal({ name: "gone.csv", path: "/nowhere/gone.csv" })).toBe("gone.csv: the file cannot be opened");
  });
});
