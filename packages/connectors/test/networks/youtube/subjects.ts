import { youtube } from "../../../src/networks/youtube/youtube.ts";
import { startYouTubeStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "youtube",
  network: youtube,
  start: startYouTubeStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["view", "like", "comment"],
  named: ["comment"],
  needSecret: [],
  followers: true,
  rereadsAfterMs: 15 * minute,
  followersAfterMs: 6 * 60 * minute,
  // The test begins at four in the morning in California, where the day of units ends at midnight.
  limitWaitMs: 20 * 60 * minute,
};

export const subjects = [subject];
