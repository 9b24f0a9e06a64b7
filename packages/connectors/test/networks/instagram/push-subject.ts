import { instagram } from "../../../src/networks/instagram/instagram.ts";
import type { PushSubject } from "../../push-contract.ts";
import { graphHandshake } from "../facebook/push-subject.ts";

const account = "17841400000000001";
const comment = (media: string) => ({
  id: "17865799348089039",
  from: { id: "1", username: "u" },
  text: "hi",
  media: { id: media },
});
const delivery = (entry: object) => ({ object: "instagram", entry: [{ id: account, time: 1_569_262_486, ...entry }] });
const about = (...postNativeIds: string[]) => [{ channelNativeId: account, postNativeIds }];

/** Payloads as in documentation/instagram-platform/webhooks/examples. */
export const pushSubject: PushSubject = {
  network: instagram,
  ...graphHandshake,
  events: [
    ["a comment, bare in the entry", delivery({ field: "comments", value: comment("18") }), about("18")],
    ["a comment in a list", delivery({ changes: [{ field: "comments", value: comment("18") }] }), about("18")],
    ["a comment under a live video", delivery({ field: "live_comments", value: comment("18") }), about("18")],
    ["a comment whose medium is not said", delivery({ field: "comments", value: { id: "1" } }), about()],
    ["a mention", delivery({ changes: [{ field: "mentions", value: { media_id: "99", comment_id: "1" } }] }), about()],
  ],
  unknown: [
    [
      "a story that ended",
      delivery({ changes: [{ field: "story_insights", value: { media_id: "1", impressions: 1 } }] }),
    ],
    ["a message", delivery({ messaging: [{ sender: { id: "1" } }] })],
    ["another object", { ...delivery({ field: "comments", value: comment("18") }), object: "page" }],
  ],
  batchOf: (count) => ({
    object: "instagram",
    entry: Array.from(
      { length: count },
      (_, n) => delivery({ field: "comments", value: comment(`18${n}`) }).entry,
    ).flat(),
  }),
};
