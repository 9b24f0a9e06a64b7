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
