import { reddit } from "../../../src/networks/reddit/reddit.ts";
import { startRedditStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "reddit",
  network: reddit,
  start: startRedditStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment"],
  named: ["comment"],
  needSecret: [],
  followers: true,
  rereadsAfterMs: 15 * minute,
  followersAfterMs: 6 * 60 * minute,
};

export const subjects = [subject];
