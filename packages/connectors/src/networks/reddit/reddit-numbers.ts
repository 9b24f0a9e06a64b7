import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs, rhythm } from "./pull-reddit.ts";

const submitted = "GET /user/{name}/submitted";

/** reddit.com/dev/api and github.com/reddit-archive/reddit/wiki/JSON, read in November 2026. */
export const redditNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Submissions", from: [{ call: submitted, field: "data.children[].data.name" }] },
    linkPost: {
      theirs: "Links submitted, or in the text",
      from: [
        { call: submitted, field: "data.children[].data.url" },
        { call: submitted, field: "data.children[].data.selftext" },
      ],
    },
    view: { unknown: "Reddit shows views to the author alone, not to apps." },
    like: {
      theirs: "Score",
      from: [{ call: submitted, field: "data.children[].data.score" }],
      note: "Upvotes less downvotes, less the author’s own vote, at least none.",
    },
    click: { unknown: "Reddit does not tell apps how often a link was followed." },
    save: { unknown: "Reddit keeps private what people save." },
    reshare: { theirs: "Crossposts", from: [{ call: submitted, field: "data.children[].data.num_crossposts" }] },
    mention: { unknown: "Mentions lie among private messages, which Headroom does not ask to read." },
    comment: {
      theirs: "Comments",
      from: [{ call: submitted, field: "data.children[].data.num_comments" }],
      note: "Where their number has changed, the newest 500 are read with their time.",
    },
    followers: {
      theirs: "Followers of the profile",
      from: [{ call: "GET /api/v1/me", field: "subreddit.subscribers" }],
    },
  },
  readAgain: rhythm,
  followersEveryMs,

  differences: [
    {
      text: "Reddit blurs scores on purpose, so the same post shows a vote more or less at each look.",
      source: "github.com/reddit-archive/reddit/wiki, November 2026",
    },
    {
      text: "A post that was voted down below nothing counts no likes here; Reddit shows a score of 0.",
      source: "github.com/reddit-archive/reddit/wiki/JSON, November 2026",
    },
  ],
};
