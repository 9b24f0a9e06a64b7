import { pinterest } from "../../../src/networks/pinterest/pinterest.ts";
import { startPinterestStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "pinterest",
  network: pinterest,
  start: startPinterestStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["view", "like", "comment", "save"],
  named: [],
  needSecret: [],
  followers: true,
  readsNoSinglePost: true,
  followersAfterMs: 6 * 60 * minute,
};

export const subjects = [subject];
