const did = "did:plc:alice234567alice234567ab";

/** A feed item with every field of lexicon app.bsky.feed.defs (read in November 2026), plainly invented. */
export const fullFeedItem = {
  post: {
    uri: `at://${did}/app.bsky.feed.post/3lb2invented2a`,
    cid: "bafyreiinvented",
    author: {
      did,
      handle: "alice.test",
      displayName: "Alice",
      avatar: "https://cdn.example/avatar.jpg",
      associated: { chat: { allowIncoming: "all" } },
      viewer: { muted: false, blockedBy: false },
      labels: [],
      createdAt: "2023-05-01T00:00:00.000Z",
      verification: { verifications: [], verifiedStatus: "none", trustedVerifierStatus: "none" },
    },
    record: {
      $type: "app.bsky.feed.post",
      createdAt: "2026-11-02T11:00:00.000Z",
      langs: ["en"],
      text: "Grüße 🍂 alice.example/autumn",
      facets: [
        {
          $type: "app.bsky.richtext.facet",
          index: { byteStart: 13, byteEnd: 33 },
          features: [{ $type: "app.bsky.richtext.facet#link", uri: "https://alice.example/autumn" }],
        },
      ],
      embed: {
        $type: "app.bsky.embed.external",
        external: { uri: "https://alice.example/autumn", title: "Autumn", description: "", thumb: { $type: "blob" } },
      },
    },
    embed: {
      $type: "app.bsky.embed.external#view",
      external: { uri: "https://alice.example/autumn", title: "Autumn", description: "" },
    },
    bookmarkCount: 2,
    replyCount: 0,
    repostCount: 3,
    likeCount: 0,
    quoteCount: 0,
    indexedAt: "2026-11-02T11:00:00.400Z",
    viewer: { bookmarked: false, threadMuted: false, embeddingDisabled: false },
    labels: [],
    threadgate: { uri: `at://${did}/app.bsky.feed.threadgate/3lb2invented2a`, lists: [] },
  },
  feedContext: "",
};
