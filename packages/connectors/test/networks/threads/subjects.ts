import { threads } from "../../../src/networks/threads/threads.ts";
import { startThreadsStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "threads",
  network: threads,
  start: startThreadsStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["like", "reshare", "comment", "view"],
  named: ["comment"],
  needSecret: [],
  followers: true,
  pullsThreadPieces: false,
  rereadsAfterMs: 15 * minute,
};

export const subjects = [subject];
