import { mastodon } from "../../../src/networks/mastodon/mastodon.ts";
import { startMastodonStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "mastodon",
  network: mastodon,
  start: startMastodonStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment"],
  named: ["comment"],
  needSecret: ["mention"],
  followers: true,
};

export const subjects = [subject];
