import type { PublishRules } from "../contract/publish.ts";

/** How long a text is to the network, in what its rules count in. */
export function countText({ text: { countedIn, linkCountsAs } }: PublishRules, text: string): number {
  const count = counters[countedIn];
  if (linkCountsAs === undefined) return count(text);
  const pattern = countedIn === "x-weight" ? anyAddress : webAddress;
  const links = text.match(pattern)?.length ?? 0;
  return count(text.replace(pattern, "")) + links * linkCountsAs;
}

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);

/**
 * X's weights (docs.x.com/fundamentals/counting-characters, twitter-text configuration v3; read in November 2026): an emoji
 * counts 2 however many code points it has, letters of the first blocks and common punctuation 1, all else 2.
 */
const weightOf = (grapheme: string): number =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(grapheme) && !/^[©®]$/u.test(grapheme)
    ? 2
    : Array.from(grapheme, (sign) => (isLight(sign.codePointAt(0) ?? 0) ? 1 : 2)).reduce<number>((a, b) => a + b, 0);

const lightRanges: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];

const isLight = (code: number): boolean => lightRanges.some(([from, to]) => code >= from && code <= to);

const counters: Readonly<Record<PublishRules["text"]["countedIn"], (text: string) => number>> = {
  characters: (text) => [...text].length,
  graphemes: (text) => graphemes(text).length,
  "x-weight": (text) => graphemes(text.normalize("NFC")).reduce((sum, one) => sum + weightOf(one), 0),
  bytes: (text) => new TextEncoder().encode(text).byteLength,
};

export const webAddress = /https?:\/\/[^\s<>"]+/giu;
/** X makes links of bare host names as well. */
export const anyAddress =
  /https?:\/\/[^\s<>"]+|(?<![\w@./-])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}(?:\/[^\s<>"]*)?(?![\w@])/giu;
