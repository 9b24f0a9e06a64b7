import { bluesky } from "../../../src/networks/bluesky/bluesky.ts";
import { startBlueskyStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "bluesky",
  network: bluesky,
  start: startBlueskyStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment", "save"],
  named: ["like", "comment"],
  needSecret: ["mention"],
  followers: true,
};

export const subjects = [subject];
