import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { previewArchive } from "../../src/archives/index.ts";

/**
 * Run as a process of its own, so that its peak memory is its own: `write` makes a file of that many megabytes in the
 * folder, `preview` reads it and prints {"posts", "peakMegabytes", "megabytes"}.
 */
const [mode = "preview", format = "csv", folder = ".", megabytes = "200"] = process.argv.slice(2);
const wantedBytes = Number(megabytes) * 1_000_000;
const filler = "Plainly invented words that fill a post until it is as long as real ones are. ".repeat(6);
const at = new Date(Date.UTC(2026, 0, 1)).toISOString();

const shapes: Record<string, { name: string; head: string; item: (n: number) => string; joint: string; foot: string }> =
  {
    outbox: {
      name: "outbox.json",
      head: '{"@context":"https://www.w3.org/ns/activitystreams","orderedItems":[',
      item: (n) =>
        JSON.stringify({
          type: "Create",
          actor: "https://social.example/users/alice",
          published: at,
          object: {
            id: `https://social.example/users/alice/statuses/${n}`,
            to: ["https://www.w3.org/ns/activitystreams#Public"],
            content: `<p>${filler}</p>`,
            contentMap: { en: `<p>${filler}${filler}</p>` },
          },
        }),
      joint: ",",
      foot: "]}",
    },
    wxr: {
      name: "export.xml",
      head: '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>x</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version>',
      item: (n) =>
        `<item><title>Post ${n}</title><link>https://b.example/${n}</link><content:encoded><![CDATA[<p>${filler.repeat(8)}</p>]]></content:encoded><wp:post_id>${n}</wp:post_id><wp:post_date_gmt>2026-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`,
      joint: "\n",
      foot: "</channel></rss>",
    },
    csv: {
      name: "signals.csv",
      head: "at,kind,count,post_id,text\n",
      item: (n) => `${at},post,1,post-${n},"${filler}"`,
      joint: "\n",
      foot: "\n",
    },
  };
const shape = shapes[format];
if (shape === undefined) throw new Error(`no file is called ${format}`);

function* pieces(): Generator<string> {
  if (shape === undefined) return;
  yield shape.head;
  let piece = shape.item(1);
  for (let written = piece.length, n = 2; written < wantedBytes; n += 1) {
    const next = shape.joint + shape.item(n);
    written += next.length;
    piece += next;
    if (piece.length > 1_000_000) {
      yield piece;
      piece = "";
    }
  }
  yield piece + shape.foot;
}

const path = join(folder, shape.name);
if (mode === "write") await pipeline(pieces(), createWriteStream(path));
else {
  const { size } = await stat(path);
  const preview = await previewArchive({ name: shape.name, path }, { now: Date.now, hashActor: (_, actor) => actor });
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_000);
  console.log(JSON.stringify({ posts: preview.posts, peakMegabytes, megabytes: Math.round(size / 1_000_000) }));
}
