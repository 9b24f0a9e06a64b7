import { instagram } from "../../../src/networks/instagram/instagram.ts";
import { startInstagramStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "instagram",
  network: instagram,
  start: startInstagramStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment", "save", "view"],
  named: ["comment"],
  needSecret: [],
  followers: true,
};

export const subjects = [subject];
