import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInPost, StandInStore } from "./store.ts";

export interface RedditProfile {
  store: StandInStore;
  /** The name of the account's profile: `u_` and its own. */
  profile: string;
}

/** reddit.com/dev/api ("POST /api/submit", with `api_type=json`), read in November 2026: refusals come with status 200. */
export function submit(
  { body }: StandInRequest,
  { store, profile }: RedditProfile,
): { post: StandInPost } | { reply: StandInReply } {
  const form = new URLSearchParams(body);
  const field = (name: string): string => form.get(name) ?? "";
  const title = field("title");
  const text = field("text");
  const url = field("url");
  const isLink = field("kind") === "link";
  if (field("api_type") !== "json") return { reply: json({ jquery: [], success: false }) };
  const errors = [
    ...(field("sr").toLowerCase() === profile ? [] : [["SUBREDDIT_NOTALLOWED", "words", "sr"]]),
    ...(isLink || field("kind") === "self" ? [] : [["INVALID_OPTION", "words", "kind"]]),
    ...(title.trim() === "" ? [["NO_TEXT", "words", "title"]] : []),
    ...([...title].length > 300 ? [["TOO_LONG", "words", "title"]] : []),
    ...([...text].length > 40_000 ? [["TOO_LONG", "words", "text"]] : []),
    ...(isLink && url === "" ? [["NO_URL", "words", "url"]] : []),
    ...(isLink && url !== "" && URL.parse(url) === null ? [["BAD_URL", "words", "url"]] : []),
  ];
  if (errors.length > 0) return { reply: json({ json: { errors } }) };
  return { post: store.publish({ title, text, link: isLink ? url : null }) };
}
