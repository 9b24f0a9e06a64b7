import { daysAgo } from "./sample-site.ts";

/** An export as WordPress writes it: three posts, with two approved comments each. */
export const wordpressExport = (): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/">
<channel><title>Old garden blog</title><link>https://old-garden.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old-garden.example</wp:base_site_url><wp:base_blog_url>https://old-garden.example</wp:base_blog_url>
${[3, 9, 20].map((days, n) => wordpressItem(n + 1, days)).join("\n")}
</channel></rss>`);

const wordpressItem = (
  id: number,
  days: number,
): string => `<item><title>Old note ${id}</title><link>https://old-garden.example/?p=${id}</link><guid isPermaLink="false">https://old-garden.example/?p=${id}</guid>
<content:encoded><![CDATA[<p>Compost and patience.</p>]]></content:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date_gmt>${gmt(days)}</wp:post_date_gmt><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
${[1, 2].map((n) => wordpressComment(id * 10 + n, days - n / 10)).join("\n")}
</item>`;

const wordpressComment = (id: number, days: number): string =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author><![CDATA[Reader ${id}]]></wp:comment_author><wp:comment_author_email>reader${id}@example.test</wp:comment_author_email><wp:comment_date_gmt>${gmt(days)}</wp:comment_date_gmt><wp:comment_content><![CDATA[Lovely.]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type></wp:comment>`;

const gmt = (days: number): string => daysAgo(days).slice(0, 19).replace("T", " ");

/** The outbox of a Mastodon account archive: four public posts. */
export const mastodonOutbox = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: "outbox.json",
      type: "OrderedCollection",
      totalItems: 4,
      orderedItems: [30, 12, 5, 0.5].map((days, n) => ({
        id: `https://social.example/users/garden/statuses/${n}/activity`,
        type: "Create",
        actor: "https://social.example/users/garden",
        published: `${daysAgo(days).slice(0, 19)}Z`,
        to: ["https://www.w3.org/ns/activitystreams#Public"],
        object: {
          id: `https://social.example/users/garden/statuses/${n}`,
          type: "Note",
          url: `https://social.example/@garden/${n}`,
          published: `${daysAgo(days).slice(0, 19)}Z`,
          attributedTo: "https://social.example/users/garden",
          to: ["https://www.w3.org/ns/activitystreams#Public"],
          content: `<p>Seedling number ${n}</p>`,
          attachment: [],
          tag: [],
        },
      })),
    }),
  );
