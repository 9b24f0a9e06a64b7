import { x } from "../../../src/networks/x/x.ts";
import { startXStandIn } from "../../../src/stand-ins/index.ts";
import { day, minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "x",
  network: x,
  start: startXStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment", "save", "view"],
  named: ["comment"],
  needSecret: [],
  followers: true,
  rereadsAfterMs: 15 * minute,
  followersAfterMs: day,
};

export const subjects = [subject];
