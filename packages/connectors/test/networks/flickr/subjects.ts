import { flickr } from "../../../src/networks/flickr/flickr.ts";
import { startFlickrStandIn } from "../../../src/stand-ins/index.ts";
import { minute, type Subject } from "../../subject.ts";

export const subject: Subject = {
  name: "flickr",
  network: flickr,
  start: startFlickrStandIn,
  pages: true,
  tellsDeletion: true,
  totals: ["view", "like", "comment"],
  named: ["like", "comment"],
  needSecret: [],
  followers: false,
  readsNoSinglePost: true,
  limitWaitMs: 60 * minute,
};

export const subjects = [subject];
