import type { NativeNumbers } from "../../contract/native-numbers.ts";
import { followersEveryMs } from "./pull-pinterest.ts";

const pins = "GET /v5/pins";
const late = "Business accounts only, up to two days late.";

/** Specification 5.23 (pinterest/api-description) and developers.pinterest.com, read in November 2026. */
export const pinterestNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Pins made by the account", from: [{ call: pins, field: "items[].id" }] },
    linkPost: { theirs: "The link of a pin", from: [{ call: pins, field: "items[].link" }] },
    view: {
      theirs: "Impressions",
      from: [{ call: pins, field: "items[].pin_metrics.lifetime_metrics.impression" }],
      note: late,
    },
    like: {
      theirs: "Reactions",
      from: [{ call: pins, field: "items[].pin_metrics.lifetime_metrics.reaction" }],
      note: late,
    },
    click: {
      theirs: "Outbound clicks",
      from: [{ call: pins, field: "items[].pin_metrics.lifetime_metrics.outbound_click" }],
      note: late,
    },
    save: { theirs: "Saves", from: [{ call: pins, field: "items[].pin_metrics.lifetime_metrics.save" }], note: late },
    reshare: { unknown: "Passing a pin on is a save on Pinterest." },
    mention: { unknown: "Pinterest does not list where an account is named." },
    comment: {
      theirs: "Comments",
      from: [{ call: pins, field: "items[].pin_metrics.lifetime_metrics.comment" }],
      note: `Their number only. ${late}`,
    },
    followers: { theirs: "Followers", from: [{ call: "GET /v5/user_account", field: "follower_count" }] },
  },
  readAgain: "always",
  followersEveryMs,
  differences: [
    {
      text: "Pinterest’s own statistics show a span of days. Headroom reads what a pin has drawn since it was made.",
      source: "pinterest/api-description v5, specification 5.23, November 2026",
    },
  ],
};
