import type { NativeNumbers } from "../../contract/native-numbers.ts";

const posts = "GET /v26.0/{page}/posts";

/** docs/graph-api/reference/page-post, Graph API v26.0, read in November 2026. */
export const facebookNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Posts of the page", from: [{ call: posts, field: "data[].id" }] },
    linkPost: {
      theirs: "Links in a post",
      from: [
        { call: posts, field: "data[].attachments.data[].unshimmed_url" },
        { call: posts, field: "data[].message" },
      ],
      note: "As an attachment or in the text.",
    },
    view: {
      theirs: "Views",
      from: [{ call: posts, field: "data[].insights.data[name=post_media_view]" }],
      note: "Only of pages with at least 100 likes, a day late.",
    },
    like: {
      theirs: "Reactions",
      from: [{ call: posts, field: "data[].reactions.summary.total_count" }],
      note: "All kinds: a heart is no weaker a sign than a thumb.",
    },
    click: {
      theirs: "Clicks",
      from: [{ call: posts, field: "data[].insights.data[name=post_clicks]" }],
      note: "Only of pages with at least 100 likes, a day late.",
    },
    save: { unknown: "Facebook does not tell apps how often a post was saved." },
    reshare: {
      theirs: "Shares",
      from: [{ call: posts, field: "data[].shares.count" }],
      note: "Facebook leaves the number out where nobody shared.",
    },
    mention: {
      theirs: "Posts that tag the page",
      from: [{ call: "GET /v26.0/{page}/tagged", field: "data[].id" }],
      note: "Public ones, where Facebook shows them to the app.",
    },
    comment: {
      theirs: "Comments",
      from: [{ call: posts, field: "data[].comments.summary.total_count" }],
      note: "With answers to comments; where their number has changed, each is read with its time.",
    },
    followers: { theirs: "Followers", from: [{ call: "GET /v26.0/{page}", field: "followers_count" }] },
  },
  readAgain: "always",
  differences: [
    {
      text: "Views and clicks on Facebook’s own pages may be a day ahead: most insights are updated once a day.",
      source: "developers.facebook.com/docs/graph-api/reference/insights, November 2026",
    },
    {
      text: "Facebook ended impressions on 15 June 2026. Headroom reads what came in their place, so older figures do not compare.",
      source: "documentation/pages-api/platforminsights/page/deprecated-metrics, November 2026",
    },
  ],
};
