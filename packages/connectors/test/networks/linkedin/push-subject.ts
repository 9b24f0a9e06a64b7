import { linkedin } from "../../../src/networks/linkedin/linkedin.ts";
import type { PushSubject } from "../../push-contract.ts";

const share = "urn:li:share:7390000000000000001";
const notification = (action: string, sourcePost = share) => ({
  notificationId: 4_242,
  organizationalEntity: "urn:li:organization:2414183",
  action,
  sourcePost,
  lastModifiedAt: 1_700_000_000_000,
  generatedActivity: "urn:li:comment:(urn:li:activity:1,2)",
  subscriber: "urn:li:person:A8xe03Qt10",
});
const delivery = (...notifications: object[]) => ({ type: "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", notifications });
const about = (...postNativeIds: string[]) => [{ channelNativeId: "2414183", postNativeIds }];

/** Fields as in learn.microsoft.com/linkedin, organization-social-action-notifications. */
export const pushSubject: PushSubject = {
  network: linkedin,
  handshake: {
    query: { challengeCode: "challenge-1" },
    body: {
      challengeCode: "challenge-1",
      challengeResponse: "64b957ee91dd1c4aec6fa4b6feca3b8b37df38a5c7eaaab2c5b14a7ce58d889e",
    },
  },
  refused: [["an empty code", { challengeCode: "" }]],
  signature: { "x-li-signature": "78e85973f33c7acb26b63948911ae833966d9142608346c7cd2fa5953fce7e9d" },
  events: [
    ...["LIKE", "COMMENT", "SHARE", "ADMIN_COMMENT", "COMMENT_EDIT", "COMMENT_DELETE"].map(
      (action) => [action, delivery(notification(action)), about(share)] as const,
    ),
    ["a like of an activity", delivery(notification("LIKE", "urn:li:activity:7")), about()],
  ],
  unknown: [
    ["a mention, of which nothing may be kept", delivery(notification("SHARE_MENTION"))],
    ["an action of the future", delivery(notification("APPLAUD"))],
    ["somebody's lead", { type: "LEAD_ACTION", leadGenFormResponse: "urn:li:x:1" }],
    ["a page that is none", delivery({ ...notification("LIKE"), organizationalEntity: "urn:li:person:1" })],
  ],
  batchOf: (count) => delivery(...Array.from({ length: count }, (_, n) => notification("LIKE", `urn:li:share:7${n}`))),
};
