import { youtube } from "../../../src/networks/youtube/youtube.ts";
import type { PushSubject } from "../../push-contract.ts";

const channelId = "UCstandInStandInStandIn0";
const topic = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId}`;
const entry = (video: string, channel = channelId) =>
  `<entry><id>yt:video:${video}</id><yt:videoId>${video}</yt:videoId><yt:channelId>${channel}</yt:channelId><title>T</title></entry>`;
const feed = (...entries: string[]) =>
  `<?xml version="1.0"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">${entries.join("")}</feed>\n`;
const asked = { "hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "c-1", "hub.lease_seconds": "432000" };
const about = (...postNativeIds: string[]) => [{ channelNativeId: channelId, postNativeIds }];

/** The notification of developers.google.com/youtube/v3/guides/push_notifications. */
export const pushSubject: PushSubject = {
  network: youtube,
  channel: { nativeId: channelId, config: { channelId, uploads: "UU" } },
  handshake: { query: asked, body: "c-1" },
  refused: [
    ["the topic of another channel", { ...asked, "hub.topic": `${topic}x` }],
    ["the end of deliveries, which nobody asked for", { ...asked, "hub.mode": "unsubscribe" }],
    ["another mode", { ...asked, "hub.mode": "publish" }],
  ],
  signature: { "x-hub-signature": "sha256=5c2ff5e3f72c59ce8b93addea6d961792e4f4beda1957abb3696d5ed3e683dd1" },
  events: [
    ["a new video", feed(entry("VIDEO_ID-1")), about("VIDEO_ID-1")],
    ["two videos", feed(entry("a"), entry("b")), about("a", "b")],
    [
      "a deleted video",
      feed('<at:deleted-entry ref="yt:video:gone-1" when="2026-11-02T12:00:00+00:00"/>'),
      about("gone-1"),
    ],
  ],
  unknown: [
    ["another channel's video", feed(entry("a", "UCother"))],
    ["nothing", feed()],
  ],
  batchOf: (count) => feed(...Array.from({ length: count }, (_, n) => entry(`v${n}`))),
};
