import type { OutgoingPost, PublishRules } from "../contract/publish.ts";

/** The text as it goes out: with the link at its end where the network has no other place for it. */
export function outgoingText(rules: PublishRules, { text, link, images }: OutgoingPost): string {
  if (link === null || text.includes(link) || !isLinkInText(rules, images.length)) return text;
  return text.trim() === "" ? link : `${text}\n\n${link}`;
}

/** Networks show either a card or pictures; only where each post is a picture does a card go with it. */
export const isLinkInText = ({ link, images }: PublishRules, imageCount: number): boolean =>
  link === "in-text" || (link === "card" && images.least === 0 && imageCount > 0);
