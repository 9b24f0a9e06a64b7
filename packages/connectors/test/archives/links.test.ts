import { describe, expect, it } from "vitest";
import { type ArchiveSource, readArchive } from "../../src/archives/index.ts";
import { collect } from "../subject.ts";
import * as sample from "./sample-files.ts";

const { fileOf, options } = sample;

const urlsOf = async (file: ArchiveSource): Promise<(string | null)[]> =>
  (await collect(readArchive(file, options))).flatMap(({ posts }) => posts.map(({ url }) => url));

const hostile = ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"];

describe.each(hostile)("a post whose link is %j has none", (link) => {
  it("in a Mastodon archive", async () => {
    const items = [sample.createActivity(1, { url: link, id: link }), sample.createActivity(2, { url: link })];
    expect(await urlsOf(await fileOf("outbox.json", sample.outbox(items)))).toEqual([
      null,
      "https://social.example/users/alice/statuses/2",
    ]);
  });

  it("in a WordPress export", async () => {
    const item = sample.wxrItem(1).replace(/<link>.*?<\/link>/, `<link>${link}</link>`);
    expect(await urlsOf(await fileOf("export.xml", sample.wxr([item])))).toEqual([null]);
  });

  it("in a WordPress export whose site has such an address too", async () => {
    const content = sample.wxr([sample.wxrItem(1)]).replaceAll(/<link>.*?<\/link>/g, `<link>${link}</link>`);
    expect(await urlsOf(await fileOf("export.xml", content))).toEqual([null]);
  });

  it("in a CSV of signals", async () => {
    const content = `at,kind,post_id,url\n2026-01-01T00:00:00Z,post,p1,"${link}"\n`;
    expect(await urlsOf(await fileOf("signals.csv", content))).toEqual([null]);
  });

  it("in an X archive, where links are made of names and ids", async () => {
    const entries = {
      "data/account.js": `window.YTD.account.part0 = ${JSON.stringify([{ account: { accountId: "42", username: link } }])}`,
      "data/tweets.js": sample.tweetsJs([sample.tweet(1, { id_str: link })]),
    };
    const [url] = await urlsOf(await fileOf("twitter.zip", await sample.zipOf(entries)));
    expect(new URL(url ?? "").origin).toBe("https://x.com");
  });

  it("in a Bluesky repository, where links are made of names and ids", async () => {
    const [url] = await urlsOf(
      await fileOf("repo.car", sample.carOf({ [`app.bsky.feed.post/${link}`]: sample.blueskyPost(1) })),
    );
    expect(new URL(url ?? "").origin).toBe("https://bsky.app");
  });
});
