import type { NativeNumbers } from "../../contract/native-numbers.ts";

const feed = "GET /xrpc/app.bsky.feed.getAuthorFeed";

/** Lexicons app.bsky.feed.defs and app.bsky.actor.defs, read in November 2026. */
export const blueskyNumbers: NativeNumbers = {
  kinds: {
    post: {
      theirs: "Posts",
      from: [{ call: feed, field: "feed[].post.uri" }],
      note: "Without reposts and answers to others.",
    },
    linkPost: {
      theirs: "Links in a post",
      from: [
        { call: feed, field: "feed[].post.record.facets[].features[].uri" },
        { call: feed, field: "feed[].post.record.embed.external.uri" },
      ],
      note: "In the text or as a card.",
    },
    view: { unknown: "Bluesky does not count views." },
    like: {
      theirs: "Likes",
      from: [{ call: feed, field: "feed[].post.likeCount" }],
      note: "Where their number has changed, getLikes tells each with its time.",
    },
    click: { unknown: "Bluesky does not count clicks." },
    save: { theirs: "Bookmarks", from: [{ call: feed, field: "feed[].post.bookmarkCount" }] },
    reshare: {
      theirs: "Reposts and quotes",
      from: [
        { call: feed, field: "feed[].post.repostCount" },
        { call: feed, field: "feed[].post.quoteCount" },
      ],
      note: "Added up.",
    },
    mention: {
      theirs: "Mentions",
      from: [{ call: "GET /xrpc/app.bsky.notification.listNotifications", field: "notifications[].uri" }],
      note: "Only with the optional app password.",
    },
    comment: {
      theirs: "Replies",
      from: [{ call: feed, field: "feed[].post.replyCount" }],
      note: "Where their number has changed, getPostThread tells each with its time.",
    },
    followers: {
      theirs: "Followers",
      from: [{ call: "GET /xrpc/app.bsky.actor.getProfile", field: "followersCount" }],
    },
  },
  readAgain: "always",
  differences: [
    {
      text: "Bluesky shows reposts and quotes as two numbers. Headroom adds them up, since both pass a post on.",
      source: "lexicon app.bsky.feed.defs, November 2026",
    },
    {
      text: "Headroom counts the answers to answers below a post as well; Bluesky’s number is of the direct ones.",
      source: "lexicon app.bsky.feed.getPostThread, November 2026",
    },
  ],
};
