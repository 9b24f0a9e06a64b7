import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs, rhythm } from "./pull-linkedin.ts";

const posts = "GET /rest/posts";
const metadata = "GET /rest/socialMetadata";
const statistics = "GET /rest/organizationalEntityShareStatistics";

/** learn.microsoft.com/linkedin/marketing/community-management, version 202607, read in November 2026. */
export const linkedinNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Posts of the page", from: [{ call: posts, field: "elements[].id" }] },
    linkPost: {
      theirs: "Links in a post",
      from: [
        { call: posts, field: "elements[].content.article.source" },
        { call: posts, field: "elements[].commentary" },
      ],
      note: "As an article or in the text.",
    },
    view: {
      theirs: "Impressions",
      from: [{ call: statistics, field: "elements[].totalShareStatistics.impressionCount" }],
      note: "Of the last twelve months.",
    },
    like: {
      theirs: "Reactions",
      from: [{ call: metadata, field: "results.*.reactionSummaries.*.count" }],
      note: "All kinds added up.",
    },
    click: {
      theirs: "Clicks",
      from: [{ call: statistics, field: "elements[].totalShareStatistics.clickCount" }],
      note: "Of the last twelve months.",
    },
    save: { unknown: "LinkedIn does not tell pages how often a post was saved." },
    reshare: {
      theirs: "Reposts",
      from: [{ call: statistics, field: "elements[].totalShareStatistics.shareCount" }],
      note: "Of the last twelve months.",
    },
    mention: { unknown: "LinkedIn does not let data about its members be kept." },
    comment: {
      theirs: "Comments",
      from: [{ call: metadata, field: "results.*.commentSummary.count" }],
      note: "Their number only: who wrote what is never asked.",
    },
    followers: {
      theirs: "Followers",
      from: [{ call: "GET /rest/networkSizes/{organization}", field: "firstDegreeSize" }],
    },
  },
  readAgain: rhythm,
  followersEveryMs,
  differences: [
    {
      text: "LinkedIn shows who reacted. Headroom takes nothing but sums, as LinkedIn’s rules on data about its members ask.",
      source: "learn.microsoft.com/linkedin/marketing/restricted-use-cases, November 2026",
    },
    {
      text: "Impressions, clicks and reposts are organic and of the last twelve months; LinkedIn’s own page may add advertising.",
      source:
        "learn.microsoft.com/linkedin/marketing/community-management/organizations/share-statistics, November 2026",
    },
  ],
};
