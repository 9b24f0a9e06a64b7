import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs, rhythm } from "./pull-youtube.ts";

const videos = "GET /youtube/v3/videos";

/** developers.google.com/youtube/v3/docs, read in November 2026. */
export const youtubeNumbers: NativeNumbers = {
  kinds: {
    post: {
      theirs: "Public videos",
      from: [{ call: "GET /youtube/v3/playlistItems", field: "items[].contentDetails.videoId" }],
    },
    linkPost: { theirs: "Links in the description", from: [{ call: videos, field: "items[].snippet.description" }] },
    view: { theirs: "Views", from: [{ call: videos, field: "items[].statistics.viewCount" }] },
    like: {
      theirs: "Likes",
      from: [{ call: videos, field: "items[].statistics.likeCount" }],
      note: "Unknown where they are switched off.",
    },
    click: { unknown: "YouTube does not tell apps how often a link in a description was followed." },
    save: { unknown: "YouTube does not tell how often a video was put in a playlist or saved for later." },
    reshare: { unknown: "YouTube does not tell apps who shared a video." },
    mention: { unknown: "YouTube does not list where a channel is named." },
    comment: {
      theirs: "Comments",
      from: [{ call: videos, field: "items[].statistics.commentCount" }],
      note: "Where their number has changed, the newest 500 are read with their time. Unknown where they are switched off.",
    },
    followers: {
      theirs: "Subscribers",
      from: [{ call: "GET /youtube/v3/channels", field: "items[].statistics.subscriberCount" }],
      note: "Unknown where the channel hides them.",
    },
  },
  readAgain: rhythm,
  followersEveryMs,
  differences: [
    {
      text: "YouTube rounds subscribers to three digits for apps: 12,345 are told as 12,300. YouTube Studio shows the exact number.",
      source: "developers.google.com/youtube/v3/docs/channels, November 2026",
    },
    {
      text: "Dislikes are not told to others than the owner, so they play no part.",
      source: "developers.google.com/youtube/v3/docs/videos, November 2026",
    },
  ],
};
