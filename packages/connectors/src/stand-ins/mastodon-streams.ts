import type { StandInReply } from "./server.ts";

export interface MastodonStreams {
  /** An answer that stays open. */
  open: () => StandInReply;
  send: (event: { event: string; data: object }) => void;
}

/** Streams of one account as server-sent events: docs.joinmastodon.org/methods/streaming, read in November 2026. */
export function mastodonStreams(): MastodonStreams {
  const writers = new Set<(text: string) => void>();
  return {
    open: () => ({
      headers: { "content-type": "text/event-stream", "cache-control": "private, no-store" },
      body: "",
      open: (write) => {
        writers.add(write);
        // What the server says at once, and again every fifteen seconds.
        write(":)\n:thump\n");
        return () => writers.delete(write);
      },
    }),
    send: ({ event, data }) => {
      for (const write of writers) write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
  };
}
