import { tiktok } from "../../../src/networks/tiktok/tiktok.ts";
import { startTikTokStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "tiktok",
  network: tiktok,
  start: startTikTokStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["view", "like", "comment", "reshare"],
  named: [],
  needSecret: [],
  followers: true,
  rereadsAfterMs: 15 * minute,
  followersAfterMs: 6 * 60 * minute,
};

export const subjects = [subject];
