import { webAddress } from "../publish/count-text.ts";

/** What begins or ends markup anywhere in a line, and at its beginning alone (Markdown as Reddit's snudown reads it). */
const signs = /[\\`*_[\]#<>~^|&]/g;
const lineStart = /^([-+=]|\d+(?=[.)]))/gm;
const escaped = /\\([\\`*_{}[\]()#+.!:|&<>/^~=-])/g;

/** A plain text as Markdown that shows it letter by letter; addresses stay as they are, so that they can be followed. */
export const toMarkdown = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    // Four blanks would make code of a line.
    .replace(/^[\t ]+/gm, "")
    .split(new RegExp(`(${webAddress.source})`, webAddress.flags))
    .map((part, at) => (at % 2 === 1 ? part : part.replace(signs, String.raw`\$&`)))
    .join("")
    .replace(lineStart, escapeStart)
    // Two blanks keep a single line end.
    .replace(/(?<!\n)\n(?!\n)/g, "  \n");

/** A number's point is escaped, not the number. */
const escapeStart = (start: string): string => (/\d/.test(start) ? `${start}\\` : `\\${start}`);

/** Markdown without the signs that keep others from being markup. */
export const fromMarkdown = (text: string): string => text.replace(escaped, "$1");
