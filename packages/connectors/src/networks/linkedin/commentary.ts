/** `@[Name](urn:li:person:abc)`; the name may hold escaped brackets. */
const mention = /@\[((?:\\.|[^\]\\])*)\]\((urn:li:[^)]*)\)/g;
/** `{hashtag|\#|sea}` */
const hashtag = /\{hashtag\|\\?#\|((?:\\.|[^}\\])*)\}/g;

/**
 * The plain text of a post in LinkedIn's "little" format (learn.microsoft.com/linkedin/marketing/community-management/shares,
 * little-text-format, read in November 2026). Names of people are left out: data about members may not be kept.
 */
export const plainCommentary = (commentary: string): string =>
  commentary
    .replace(mention, (_whole, name: string, urn: string) =>
      /^urn:li:(organization|organizationBrand):/.test(urn) ? name : "@…",
    )
    .replace(hashtag, "#$1")
    .replace(/\\([|{}@[\]()<>#\\*_~])/g, "$1");

/** `#sea`, at the beginning of a word and with a letter, so that neither `#1` nor the end of an address is one. */
const plainHashtag = /(?<=^|[\s("'“‘[])#(\p{L}[\p{L}\p{N}_]*)/gu;
const reserved = /[|{}@[\]()<>#\\*_~]/g;
const escaped = (text: string): string => text.replace(reserved, "\\$&");

/** A plain text in that format. What is reserved is escaped: LinkedIn cuts a text off where it is not. */
export function littleText(text: string): string {
  const parts = text.split(plainHashtag);
  // Between the texts stand the hashtags that divided them.
  return parts.map((part, at) => (at % 2 === 0 ? escaped(part) : `{hashtag|\\#|${escaped(part)}}`)).join("");
}
