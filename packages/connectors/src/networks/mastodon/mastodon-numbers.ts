import type { NativeNumbers } from "../../contract/native-numbers.ts";

const statuses = "GET /api/v1/accounts/{id}/statuses";

/** docs.joinmastodon.org/entities/Status and /Account, read in November 2026. */
export const mastodonNumbers: NativeNumbers = {
  kinds: {
    post: {
      theirs: "Posts",
      from: [{ call: statuses, field: "[].id" }],
      note: "Public ones, without boosts and answers to others.",
    },
    linkPost: { theirs: "Links in a post", from: [{ call: statuses, field: "[].content" }] },
    view: { unknown: "Mastodon does not count views." },
    like: { theirs: "Favourites", from: [{ call: statuses, field: "[].favourites_count" }] },
    click: { unknown: "Mastodon does not count clicks." },
    save: { unknown: "Mastodon keeps bookmarks private." },
    reshare: {
      theirs: "Boosts and quotes",
      from: [
        { call: statuses, field: "[].reblogs_count" },
        { call: statuses, field: "[].quotes_count" },
      ],
      note: "Added up; servers before 4.5 know no quotes.",
    },
    mention: {
      theirs: "Mentions",
      from: [{ call: "GET /api/v1/notifications", field: "[].id" }],
      note: "Only with the optional access token; an answer to the account is a comment.",
    },
    comment: {
      theirs: "Replies",
      from: [
        { call: statuses, field: "[].replies_count" },
        { call: "GET /api/v1/notifications", field: "[].id" },
      ],
      note: "Where their number has changed, each is read with its time; what is told twice counts once.",
    },
    followers: { theirs: "Followers", from: [{ call: "GET /api/v1/accounts/{id}", field: "followers_count" }] },
  },
  readAgain: "always",
  differences: [
    {
      text: "Numbers are those of the account’s own server. A reader on another server may see fewer or more: servers pass on only some of what happens.",
      source: "docs.joinmastodon.org/entities/Status, November 2026",
    },
    {
      text: "Mastodon shows boosts and quotes as two numbers. Headroom adds them up, since both pass a post on.",
      source: "docs.joinmastodon.org/entities/Status, November 2026",
    },
  ],
};
