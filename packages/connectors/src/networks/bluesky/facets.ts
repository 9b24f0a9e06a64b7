/** A part of a text that is more than text; places are bytes of UTF-8 (lexicon app.bsky.richtext.facet, read in November 2026). */
export interface Facet {
  index: { byteStart: number; byteEnd: number };
  features: [{ $type: string; uri: string } | { $type: string; tag: string }];
}

const link = /https?:\/\/[^\s<>"]+/giu;
/** A letter at least: `#1` is a number. */
const hashtag = /(?<=^|\s)#([\p{L}\p{M}\p{N}_]*[\p{L}_][\p{L}\p{M}\p{N}_]*)/gu;
/** The most of a hashtag, in graphemes; the lexicon says 64. */
const tagMost = 64;

/** Addresses and hashtags of a text. Handles stay text: a mention needs the person's DID. */
export function facetsOf(text: string): Facet[] {
  const tags = [...text.matchAll(hashtag)].filter(([, tag = ""]) => [...tag].length <= tagMost);
  return [
    ...[...text.matchAll(link)].map(({ 0: found, index }) => {
      const uri = withoutPunctuation(found);
      return facet(text, { from: index, part: uri, feature: { $type: "app.bsky.richtext.facet#link", uri } });
    }),
    ...tags.map(({ 0: part, 1: tag = "", index }) =>
      facet(text, { from: index, part, feature: { $type: "app.bsky.richtext.facet#tag", tag } }),
    ),
  ].toSorted((a, b) => a.index.byteStart - b.index.byteStart);
}

/** A sentence's end is no part of an address, nor is a bracket that was opened before it. */
function withoutPunctuation(address: string): string {
  const bare = address.replace(/[.,;:!?'"]+$/, "");
  return bare.endsWith(")") && !bare.includes("(") ? withoutPunctuation(bare.slice(0, -1)) : bare;
}

function facet(
  text: string,
  { from, part, feature }: { from: number; part: string; feature: Facet["features"][0] },
): Facet {
  const byteStart = Buffer.byteLength(text.slice(0, from));
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(part) }, features: [feature] };
}
