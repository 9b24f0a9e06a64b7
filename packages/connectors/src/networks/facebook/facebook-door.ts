import type { GraphDoor } from "../graph/graph-api.ts";

/** Graph API v26.0 (29 July 2026), which lives for two years (docs/graph-api/changelog, read in November 2026). */
export const facebookDoor: GraphDoor = {
  networkId: "facebook",
  title: "Facebook",
  origin: "https://graph.facebook.com",
  version: "v26.0",
  tokenIn: "header",
  signs: true,
};
