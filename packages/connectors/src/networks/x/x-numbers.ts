import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs, rhythm } from "./pull-x.ts";

const posts = "GET /2/users/{id}/tweets";
const mentions = "GET /2/users/{id}/mentions";

/** Fields of specification 2.167 (docs.x.com/x-api), read in November 2026. */
export const xNumbers: NativeNumbers = {
  kinds: {
    post: {
      theirs: "Posts",
      from: [{ call: posts, field: "data[].id" }],
      note: "Without reposts and answers to others.",
    },
    linkPost: {
      theirs: "Links in a post",
      from: [{ call: posts, field: "data[].entities.urls[].expanded_url" }],
      note: "Links that lead out of X.",
    },
    view: { theirs: "Views", from: [{ call: posts, field: "data[].public_metrics.impression_count" }] },
    like: { theirs: "Likes", from: [{ call: posts, field: "data[].public_metrics.like_count" }] },
    click: {
      unknown: "X tells clicks only of posts of the last 30 days, among numbers that Headroom does not ask for.",
    },
    save: { theirs: "Bookmarks", from: [{ call: posts, field: "data[].public_metrics.bookmark_count" }] },
    reshare: {
      theirs: "Reposts and quotes",
      from: [
        { call: posts, field: "data[].public_metrics.retweet_count" },
        { call: posts, field: "data[].public_metrics.quote_count" },
      ],
      note: "Added up.",
    },
    mention: {
      theirs: "Mentions",
      from: [{ call: mentions, field: "data[].id" }],
      note: "Each with its time; an answer to the account is a comment.",
    },
    comment: {
      theirs: "Replies",
      from: [
        { call: posts, field: "data[].public_metrics.reply_count" },
        { call: mentions, field: "data[].id" },
      ],
      note: "The number, and the time of those that name the account; what is told twice counts once.",
    },
    followers: {
      theirs: "Followers",
      from: [{ call: "GET /2/users/{id}", field: "data.public_metrics.followers_count" }],
    },
  },
  readAgain: rhythm,
  followersEveryMs,
  differences: [
    {
      text: "X shows reposts and quotes as two numbers. Headroom adds them up, since both pass a post on.",
      source: "docs.x.com/x-api/fundamentals/metrics, November 2026",
    },
    {
      text: "X’s numbers run on. Headroom buys the last ones three days after a post, so what comes later is not in the score.",
      source: "docs.x.com/x-api/getting-started/pricing, November 2026",
    },
  ],
};
