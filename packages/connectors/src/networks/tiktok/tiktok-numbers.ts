import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs, rhythm } from "./pull-tiktok.ts";

const videos = "POST /v2/video/list/";

/** developers.tiktok.com/doc (tiktok-api-v2-video-list and -video-object), read in November 2026. */
export const tiktokNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Public videos", from: [{ call: videos, field: "data.videos[].id" }] },
    linkPost: {
      theirs: "Addresses in the description",
      from: [
        { call: videos, field: "data.videos[].video_description" },
        { call: videos, field: "data.videos[].title" },
      ],
    },
    view: { theirs: "Views", from: [{ call: videos, field: "data.videos[].view_count" }] },
    like: { theirs: "Likes", from: [{ call: videos, field: "data.videos[].like_count" }] },
    click: { unknown: "TikTok does not tell apps how often a link was followed." },
    save: { unknown: "TikTok does not tell apps how often a video was saved." },
    reshare: { theirs: "Shares", from: [{ call: videos, field: "data.videos[].share_count" }] },
    mention: { unknown: "TikTok does not list where an account is named." },
    comment: {
      theirs: "Comments",
      from: [{ call: videos, field: "data.videos[].comment_count" }],
      note: "Their number only; the account’s own answers are among them.",
    },
    followers: { theirs: "Followers", from: [{ call: "GET /v2/user/info/", field: "data.user.follower_count" }] },
  },
  readAgain: rhythm,
  followersEveryMs,
  differences: [
    {
      text: "TikTok shows saves in its app. It does not tell them to apps, so they are unknown here.",
      source: "developers.tiktok.com/doc/tiktok-api-v2-video-object, November 2026",
    },
  ],
};
