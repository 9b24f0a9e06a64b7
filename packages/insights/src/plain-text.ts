/** What cannot be printed: controls, marks that steer direction or join emoji, noncharacters, halves of pairs. */
const unprintable = /[\p{C}\p{Variation_Selector}\ufffd]/gu;

/** Pictures, flags, skin tones and keycaps: no text font draws them. Digits and signs such as © stay. */
const pictures = /[\p{Emoji_Presentation}\p{Emoji_Modifier}\p{Regional_Indicator}\u2600-\u27bf]|\u20e3/gu;

/** Text of others as a page can print it: well formed, on one line, without pictures. May come out empty. */
export const plainText = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\t\n\v\f\r\p{Z}]/gu, " ")
    .replace(pictures, "")
    .replace(unprintable, "")
    .replace(/ {2,}/g, " ")
    .trim();

/** At most `most` characters, cut between words and marked with an ellipsis; a single endless word is cut inside. */
export const shortened = (text: string, most: number): string => {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  if (letters.length <= most) return text;
  const head = letters.slice(0, most - 1).join("");
  const isBetweenWords = letters[most - 1] === " ";
  const space = head.lastIndexOf(" ");
  const cut = isBetweenWords || space < head.length / 2 ? head : head.slice(0, space);
  return `${cut.replace(/[\s,;:–-]+$/u, "")}…`;
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
