import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveError, previewArchive } from "../../src/archives/index.ts";
import * as sample from "./sample-files.ts";

const posts = Array.from({ length: 12 }, (_, index) => index + 1);
const outbox = sample.outbox(posts.map((n) => sample.createActivity(n)));

/** A whole file of every format. A CSV is left out: it has no end of its own, so a shorter one is another whole one. */
const files: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  "outbox.json": () => Buffer.from(outbox),
  "mastodon.tar.gz": () => sample.tarGzOf({ "outbox.json": outbox }),
  "mastodon.zip": () => sample.zipOf({ "outbox.json": outbox }),
  "export.xml": () => Buffer.from(sample.wxr(posts.map((n) => sample.wxrItem(n, { comments: [{ id: 100 + n }] })))),
  "tweets.js": () => Buffer.from(sample.tweetsJs(posts.map((n) => sample.tweet(n)))),
  "twitter.zip": () =>
    sample.zipOf({
      "data/account.js": sample.accountJs,
      "data/tweets.js": sample.tweetsJs(posts.map((n) => sample.tweet(n))),
    }),
  "repo.car": () =>
    sample.carOf(Object.fromEntries(posts.map((n) => [`app.bsky.feed.post/3l${n}`, sample.blueskyPost(n)]))),
};

describe("a file that was cut off anywhere is refused, never imported by half", () => {
  it.each(Object.keys(files))("%s", async (name) => {
    const whole = (await files[name]?.()) ?? new Uint8Array();
    expect((await previewArchive(await sample.fileOf(name, whole), sample.options)).posts).toBe(12);
    // White space at the end may go missing without harm.
    const needed = Buffer.from(whole).toString("latin1").trimEnd().length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: needed - 1 }), async (length) => {
        const file = await sample.fileOf(name, whole.subarray(0, length));
        const outcome = await previewArchive(file, sample.options).catch((error: unknown) => error);
        if (outcome instanceof ArchiveError) return true;
        // The trailer of a gzipped tar may be gone once every entry has been read and verified.
        return false;
      }),
      { numRuns: 120, examples: [[0], [1], [needed - 1]] },
    );
  });
});
