import { facebook } from "../../../src/networks/facebook/facebook.ts";
import { startFacebookStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "facebook",
  network: facebook,
  start: startFacebookStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment", "view"],
  named: ["comment"],
  needSecret: [],
  followers: true,
};

export const subjects = [subject];
