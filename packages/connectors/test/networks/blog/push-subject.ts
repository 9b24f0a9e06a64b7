import { blog } from "../../../src/networks/blog/blog.ts";
import type { PushSubject } from "../../push-contract.ts";

const topic = "https://blog.example/feed/";
const push = { hub: "https://hub.example/", topic };
const asked = { "hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "c-1", "hub.lease_seconds": "864000" };
const item = "<item><guid>1</guid><title>Rye</title><link>https://blog.example/1</link></item>";
const touched = [{ channelNativeId: "blog.example", postNativeIds: [] }];

/** W3C WebSub, sections 5.3 and 7. */
export const pushSubject: PushSubject = {
  network: blog,
  channel: {
    nativeId: "blog.example",
    config: { reader: "wordpress", api: "https://blog.example/wp-json/", siteUrl: topic, comments: true, push },
  },
  handshake: { query: asked, body: "c-1" },
  refused: [
    ["another topic", { ...asked, "hub.topic": "https://other.example/feed/" }],
    ["the end of deliveries, which nobody asked for", { ...asked, "hub.mode": "unsubscribe" }],
    ["another mode", { ...asked, "hub.mode": "publish" }],
  ],
  signature: { "x-hub-signature": "sha256=5c2ff5e3f72c59ce8b93addea6d961792e4f4beda1957abb3696d5ed3e683dd1" },
  events: [
    ["a feed", `<rss version="2.0"><channel><title>B</title>${item}</channel></rss>`, touched],
    ["the bare word that something changed", "", touched],
  ],
  unknown: [],
};
