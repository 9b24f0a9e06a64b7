import { facebook } from "../../../src/networks/facebook/facebook.ts";
import type { PushSubject } from "../../push-contract.ts";

const page = "1142469655832956";
const post = `${page}_1164870100259578`;
const change = (value: object | null, field = "feed") => ({
  object: "page",
  entry: [{ id: page, time: 1_478_440_417, changes: [{ field, value }] }],
});
const feed = (item: string, verb: string, more: object = { post_id: post }) => change({ item, verb, ...more });
const about = (...postNativeIds: string[]) => [{ channelNativeId: page, postNativeIds }];

export const graphHandshake = {
  handshake: {
    query: { "hub.mode": "subscribe", "hub.verify_token": "stand-in-app-secret", "hub.challenge": "1158201444" },
    body: "1158201444",
  },
  refused: [
    ["a wrong token", { "hub.mode": "subscribe", "hub.verify_token": "stand-in-app-secres", "hub.challenge": "1" }],
    ["another mode", { "hub.mode": "unsubscribe", "hub.verify_token": "stand-in-app-secret", "hub.challenge": "1" }],
  ],
  signature: { "x-hub-signature-256": "sha256=5c2ff5e3f72c59ce8b93addea6d961792e4f4beda1957abb3696d5ed3e683dd1" },
} satisfies Pick<PushSubject, "handshake" | "refused" | "signature">;

/** Values as in docs/graph-api/webhooks/reference/page, field feed. */
export const pushSubject: PushSubject = {
  network: facebook,
  ...graphHandshake,
  events: [
    ...(["add", "edited", "edit", "remove", "hide"] as const).flatMap((verb) =>
      (["comment", "reaction", "share", "status", "photo", "post"] as const).map(
        (item) => [`${item}, ${verb}`, feed(item, verb, { post_id: post, parent_id: post }), about(post)] as const,
      ),
    ),
    ["a like of the page itself", feed("like", "add", { user_id: 1_186_329_501_459_477 }), about()],
    ["a mention", change({ item: "post", verb: "add", post_id: "99_1" }, "mention"), about()],
    [
      "two pages at once",
      {
        object: "page",
        entry: [...feed("like", "add").entry, { id: "77", time: 1, changes: [] }, ...feed("share", "add").entry],
      },
      about(post),
    ],
  ],
  unknown: [
    ["another field", change({ item: "x" }, "ratings")],
    ["a message", { object: "page", entry: [{ id: page, time: 1, messaging: [{}] }] }],
    ["another object", { ...feed("comment", "add"), object: "user" }],
    ["nothing", { object: "page", entry: [] }],
  ],
  batchOf: (count) => ({
    object: "page",
    entry: Array.from({ length: count }, (_, n) => feed("comment", "add", { post_id: `${page}_${n}` }).entry).flat(),
  }),
};
