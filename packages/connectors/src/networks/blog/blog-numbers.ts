import type { NativeNumbers } from "../../contract/native-numbers.ts";

const feed = "GET {feed}";
const wordpressPosts = "GET /wp-json/wp/v2/posts";
const ghostAdmin = "GET /ghost/api/admin/posts/";
const ghostContent = "GET /ghost/api/content/posts/";

/**
 * Feeds (RSS with the slash module, RFC 4287, RFC 4685, jsonfeed.org/version/1.1), developer.wordpress.org/rest-api and
 * docs.ghost.org, read in November 2026. A site is read in one of these ways.
 */
export const blogNumbers: NativeNumbers = {
  kinds: {
    post: {
      theirs: "Posts",
      from: [
        { call: feed, field: "<item>" },
        { call: feed, field: "<entry>" },
        { call: feed, field: "items[]" },
        { call: wordpressPosts, field: "[].id" },
        { call: ghostAdmin, field: "posts[].id" },
        { call: ghostContent, field: "posts[].id" },
      ],
      note: "One of these: a site is read as RSS, Atom, JSON Feed, WordPress or Ghost.",
    },
    linkPost: {
      theirs: "Links in a post",
      from: [
        { call: feed, field: "<content:encoded>" },
        { call: feed, field: "<description>" },
        { call: feed, field: "<content>" },
        { call: feed, field: "items[].content_html" },
        { call: wordpressPosts, field: "[].content.rendered" },
        { call: ghostAdmin, field: "posts[].html" },
        { call: ghostContent, field: "posts[].html" },
      ],
      note: "Links that lead to another site.",
    },
    view: { unknown: "Feeds do not tell how many read a post." },
    like: { unknown: "Feeds do not tell who liked a post." },
    click: {
      theirs: "Clicks in the newsletter",
      from: [{ call: ghostAdmin, field: "posts[].count.clicks" }],
      note: "Only on Ghost, with an Admin API key.",
    },
    save: { unknown: "Nobody counts what readers keep." },
    reshare: { unknown: "Feeds do not tell who shared a post." },
    mention: { unknown: "Feeds do not tell who links to a post." },
    comment: {
      theirs: "Comments",
      from: [
        { call: feed, field: "<slash:comments>" },
        { call: feed, field: "<thr:total>" },
        { call: "GET /wp-json/wp/v2/comments", field: "[].id" },
        { call: "GET /members/api/comments/counts/", field: "*" },
      ],
      note: "Where the site tells them. Feeds and Ghost give their number, and each with its time where there is a list.",
    },
    followers: { unknown: "Nobody counts the readers of a feed." },
  },
  readAgain: "always",
  differences: [
    {
      text: "Comments that wait for approval are on the site’s own desk, but in no number here until they are shown.",
      source: "developer.wordpress.org/rest-api/reference/comments, November 2026",
    },
    {
      text: "A feed lists the newest posts alone; what it no longer lists is not read again.",
      source: "rssboard.org/rss-specification, November 2026",
    },
  ],
};
