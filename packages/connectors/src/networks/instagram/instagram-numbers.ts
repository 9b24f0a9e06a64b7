import type { NativeNumbers } from "../../contract/native-numbers.ts";

const media = "GET /v26.0/{user}/media";

/** documentation/instagram-platform/reference/instagram-media and its insights (18 June 2026), read in November 2026. */
export const instagramNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Posts and reels", from: [{ call: media, field: "data[].id" }], note: "Without stories." },
    linkPost: {
      theirs: "Addresses in the caption",
      from: [{ call: media, field: "data[].caption" }],
      note: "Readers have to type them: captions hold no links.",
    },
    view: {
      theirs: "Views",
      from: [{ call: media, field: "data[].insights.data[name=views]" }],
      note: "Up to two days late, without advertising.",
    },
    like: {
      theirs: "Likes",
      from: [{ call: media, field: "data[].like_count" }],
      note: "Unknown where the owner hides them.",
    },
    click: { unknown: "Instagram does not count clicks of posts." },
    save: {
      theirs: "Saves",
      from: [{ call: media, field: "data[].insights.data[name=saved]" }],
      note: "Up to two days late.",
    },
    reshare: {
      theirs: "Shares",
      from: [{ call: media, field: "data[].insights.data[name=shares]" }],
      note: "Up to two days late.",
    },
    mention: {
      theirs: "Media that tag the account",
      from: [{ call: "GET /v26.0/{user}/tags", field: "data[].id" }],
      note: "Where Instagram shows them to the app.",
    },
    comment: {
      theirs: "Comments",
      from: [{ call: media, field: "data[].comments_count" }],
      note: "Where their number has changed, each is read with its time.",
    },
    followers: { theirs: "Followers", from: [{ call: "GET /v26.0/{user}", field: "followers_count" }] },
  },
  readAgain: "always",
  differences: [
    {
      text: "Views, saves and shares in the Instagram app may be up to 48 hours ahead of what Instagram tells apps.",
      source: "instagram-platform/reference/instagram-media/insights, June 2026",
    },
    {
      text: "The Instagram app counts promoted views as well. What it tells apps is organic only.",
      source: "instagram-platform/reference/instagram-media/insights, June 2026",
    },
    {
      text: "Where the owner hides likes, Headroom has no number; the owner still sees one in the app.",
      source: "instagram-platform/reference/instagram-media, November 2026",
    },
  ],
};
