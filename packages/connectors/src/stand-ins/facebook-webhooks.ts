import type { Change } from "./watch-store.ts";

/** What a page's webhook sends (docs/graph-api/webhooks/reference/page, read in November 2026); null for what it never tells. */
export function facebookMessage(pageId: string, change: Change, at: number): object | null {
  const time = Math.floor(at / 1_000);
  const message = (field: string, value: object) => ({
    object: "page",
    entry: [{ id: pageId, time, changes: [{ field, value }] }],
  });
  if (change.kind === "mention")
    return message("mention", { item: "post", verb: "add", post_id: `99_${change.by.id}` });
  const post_id = `${pageId}_${change.post.id}`;
  const feed = (item: string, verb: string) =>
    message("feed", { item, verb, post_id, parent_id: post_id, created_time: time, message: change.post.text });
  switch (change.kind) {
    case "publish":
      return feed("status", "add");
    case "remove":
      return feed("status", "remove");
    case "like":
      return feed("reaction", "add");
    case "unlike":
      return feed("reaction", "remove");
    case "comment":
      return feed("comment", "add");
    case "reshare":
    case "quote":
      return feed("share", "add");
    case "save":
      return null;
    default:
      return change satisfies never;
  }
}
