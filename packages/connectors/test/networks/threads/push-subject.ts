import { threads } from "../../../src/networks/threads/threads.ts";
import type { PushSubject } from "../../push-contract.ts";
import { graphHandshake } from "../facebook/push-subject.ts";

const owner = "17841400000000002";
const delivery = (field: string, value: object, target_id: string | number = owner) => ({
  app_id: "123456",
  topic: "moderate",
  target_id,
  time: 1_723_226_877,
  subscription_id: "234567",
  has_uid_field: false,
  values: { value, field },
});
const reply = (root: string) => ({
  id: "8901234",
  username: "test_username",
  replied_to: { id: "567890" },
  root_post: { id: root, owner_id: owner, username: "alice" },
});
const about = (...postNativeIds: string[]) => [{ channelNativeId: owner, postNativeIds }];

/** Payloads as in developers.facebook.com/documentation/threads/webhooks. */
export const pushSubject: PushSubject = {
  network: threads,
  ...graphHandshake,
  events: [
    ["a reply", delivery("replies", reply("18300000000000001"), "78901"), about("18300000000000001")],
    ["a post that appeared", delivery("publish", { id: "18300000000000002" }), about("18300000000000002")],
    ["a post that is gone", delivery("delete", { id: "18300000000000002" }), about("18300000000000002")],
    [
      "a mention",
      delivery("mentions", { id: "1" }, 17_841_400_000),
      [{ channelNativeId: "17841400000", postNativeIds: [] }],
    ],
  ],
  unknown: [
    ["a field of the future", delivery("applause", { id: "1" })],
    ["a reply to nobody", { values: { field: "replies", value: { id: "1" } } }],
  ],
  batchOf: (count) => ({
    ...delivery("replies", {}),
    values: Array.from({ length: count }, (_, n) => ({ field: "replies", value: reply(`183${n}`) })),
  }),
};
