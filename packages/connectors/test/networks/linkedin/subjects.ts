import { linkedin } from "../../../src/networks/linkedin/linkedin.ts";
import { startLinkedInStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "linkedin",
  network: linkedin,
  start: startLinkedInStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["view", "like", "reshare", "comment"],
  named: [],
  needSecret: [],
  followers: true,
  rereadsAfterMs: 30 * minute,
  followersAfterMs: 6 * 60 * minute,
  // The test begins at noon in UTC, where the day of requests ends at midnight.
  limitWaitMs: 12 * 60 * minute,
};

export const subjects = [subject];
