import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Where uploads of a test file lie; deleted when its tests are over. */
export const uploadFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "headroom-uploads-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const writeUpload = async (folder: string, content: string): Promise<string> => {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, content);
  return path;
};

const actor = "https://social.example/users/alice";

/** An outbox as Mastodon's account export holds it, with one public post per instant and a boost, which is none. */
export const outbox = (instants: readonly number[]): string =>
  JSON.stringify({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: "outbox.json",
    type: "OrderedCollection",
    totalItems: instants.length + 1,
    orderedItems: [
      ...instants.map((at, n) => ({
        id: `${actor}/statuses/${1_000 + n}/activity`,
        type: "Create",
        actor,
        published: new Date(at).toISOString(),
        object: {
          id: `${actor}/statuses/${1_000 + n}`,
          type: "Note",
          published: new Date(at).toISOString(),
          url: `https://social.example/@alice/${1_000 + n}`,
          content: `<p>Post ${n}${n % 2 === 0 ? "" : ' <a href="https://elsewhere.example/">there</a>'}</p>`,
          inReplyTo: null,
          to: ["https://www.w3.org/ns/activitystreams#Public"],
          cc: [],
        },
      })),
      { id: "x", type: "Announce", actor, published: new Date(0).toISOString(), object: "https://other.example/1" },
    ],
  });

export interface WxrPost {
  id: string;
  at: number;
  text: string;
  comments?: readonly { id: string; at: number; by: string }[];
}

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** A WordPress export. */
export const wxr = (posts: readonly WxrPost[]): string => `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Bakery blog</title><link>https://blog.example</link><wp:wxr_version>1.2</wp:wxr_version>
${posts.map(wxrItem).join("\n")}
</channel></rss>`;

const wxrItem = ({ id, at, text, comments = [] }: WxrPost): string => `<item>
<title><![CDATA[${text}]]></title><link>https://blog.example/?p=${id}</link><pubDate></pubDate>
<content:encoded><![CDATA[<p>${text}</p>]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date_gmt><![CDATA[${gmt(at)}]]></wp:post_date_gmt>
<wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>
${comments
  .map(
    (comment) => `<wp:comment><wp:comment_id>${comment.id}</wp:comment_id>
<wp:comment_author><![CDATA[${comment.by}]]></wp:comment_author><wp:comment_author_url></wp:comment_author_url>
<wp:comment_date_gmt><![CDATA[${gmt(comment.at)}]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Nice]]></wp:comment_content>
<wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type>
<wp:comment_user_id>0</wp:comment_user_id></wp:comment>`,
  )
  .join("\n")}
</item>`;

/** Lines of a CSV of signals under its header. */
export const csv = (lines: readonly string[]): string => ["at,kind,count,post_id,actor", ...lines, ""].join("\n");
