import type { GraphDoor } from "../graph/graph-api.ts";

/**
 * Instagram API with Instagram Login, v26.0. Its pages show the token in the address and no signature
 * (developers.facebook.com/documentation/instagram-platform, read in November 2026).
 */
export const instagramDoor: GraphDoor = {
  networkId: "instagram",
  title: "Instagram",
  origin: "https://graph.instagram.com",
  version: "v26.0",
  tokenIn: "query",
  signs: false,
};
