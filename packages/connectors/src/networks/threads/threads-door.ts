import type { GraphDoor } from "../graph/graph-api.ts";

/** Threads API v1.0 (developers.facebook.com/documentation/threads, read in November 2026): the token is in the address. */
export const threadsDoor: GraphDoor = {
  networkId: "threads",
  title: "Threads",
  origin: "https://graph.threads.net",
  version: "v1.0",
  tokenIn: "query",
  signs: false,
};
