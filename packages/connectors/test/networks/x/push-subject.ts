import { x } from "../../../src/networks/x/x.ts";
import type { PushSubject } from "../../push-contract.ts";

const user = "1111111111111111111";
const event = (event_type: string, payload: object, filter: object = { user_id: user }) => ({
  data: { event_uuid: "2080761390344937796", filter, event_type, tag: "t", payload, includes: { users: [] } },
});
const about = (...postNativeIds: string[]) => [{ channelNativeId: user, postNativeIds }];
const original = "2080761390344937796";
const refers = (type: string) => ({ id: "2090000000000000001", referenced_tweets: [{ type, id: original }] });

/** Payloads as in docs.x.com/x-api/activity/event-payloads, cut down to what tells them apart. */
export const pushSubject: PushSubject = {
  network: x,
  handshake: {
    query: { crc_token: "challenge-1" },
    body: { response_token: "sha256=ZLlX7pHdHErsb6S2/so7izffOKXH6qqyxbFKfOWNiJ4=" },
  },
  refused: [["an empty token", { crc_token: "" }]],
  signature: { "x-twitter-webhooks-signature-oauth2": "sha256=XC/14/csWc6Lk63eptlheS5PS+2hlXq7NpbV7T5oPdE=" },
  events: [
    ["a new post", event("post.create", { id: original, author_id: user }), about(original)],
    ["a deleted post", event("post.delete", { id: original, author_id: user }), about(original)],
    ["an answer", event("post.reply.create", refers("replied_to")), about(original)],
    [
      "an answer by its older field",
      event("post.reply.create", { id: "2", in_reply_to_tweet_id: original }),
      about(original),
    ],
    ["a quote", event("post.quote.create", refers("quoted")), about(original)],
    ["a repost", event("post.repost.create", refers("retweeted")), about(original)],
    ["a like", event("like.create", { liked_tweet_id: original, liked_tweet_author_id: user }), about(original)],
    ["a mention", event("post.mention.create", { id: "2080765813578191303", author_id: "2" }), about()],
    ["a follower", event("follow.follow", { source: {}, target: {} }), about()],
    ["a follower who leaves", event("follow.unfollow", {}), about()],
  ],
  unknown: [
    ["a like of the person's own", event("like.create", { liked_tweet_id: "3", liked_tweet_author_id: "3333" })],
    ["a changed profile", event("profile.update.bio", { before: "a", after: "b" })],
    ["a private message", event("dm.received", { direct_message_events: [] })],
    ["a kind of the future", event("post.applaud.create", { id: "1" })],
    ["nobody's post", event("post.create", { id: "1" }, { keyword: "bread" })],
  ],
};
