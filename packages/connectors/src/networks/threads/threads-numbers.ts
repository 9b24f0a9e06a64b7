import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { rhythm } from "./pull-threads.ts";

const posts = "GET /v1.0/{user}/threads";
const insights = "GET /v1.0/{post}/insights";

/** documentation/threads/retrieve-and-discover-posts and /insights, read in November 2026. */
export const threadsNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Posts", from: [{ call: posts, field: "data[].id" }], note: "Without reposts." },
    linkPost: {
      theirs: "Links in a post",
      from: [
        { call: posts, field: "data[].link_attachment_url" },
        { call: posts, field: "data[].text" },
      ],
      note: "As an attachment or in the text.",
    },
    view: { theirs: "Views", from: [{ call: insights, field: "data[name=views]" }] },
    like: { theirs: "Likes", from: [{ call: insights, field: "data[name=likes]" }] },
    click: { unknown: "Threads does not tell how often a link in a post was followed." },
    save: { unknown: "Threads does not tell apps how often a post was saved." },
    reshare: {
      theirs: "Reposts and quotes",
      from: [
        { call: insights, field: "data[name=reposts]" },
        { call: insights, field: "data[name=quotes]" },
      ],
      note: "Added up.",
    },
    mention: {
      theirs: "Mentions",
      from: [{ call: "GET /v1.0/{user}/mentions", field: "data[].id" }],
      note: "Where Threads lets the app read them.",
    },
    comment: {
      theirs: "Replies",
      from: [{ call: insights, field: "data[name=replies]" }],
      note: "Where their number has changed, each is read with its time, answers to answers too.",
    },
    followers: {
      theirs: "Followers",
      from: [{ call: "GET /v1.0/{user}/threads_insights", field: "data[name=followers_count]" }],
    },
  },
  readAgain: rhythm,
  differences: [
    {
      text: "Threads shows reposts and quotes as two numbers. Headroom adds them up, since both pass a post on.",
      source: "documentation/threads/insights, November 2026",
    },
    {
      text: "Headroom counts the answers to answers below a post as well; Threads’ number is of the direct ones.",
      source: "documentation/threads/retrieve-and-manage-replies/replies-and-conversations, November 2026",
    },
  ],
};
