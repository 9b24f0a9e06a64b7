import sanitizeHtml from "sanitize-html";
import { textLimit } from "../contract/records.ts";

const blockEnd = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/blockquote|\/tr)\b[^<>]*>/gi;

/** What the sanitiser escapes in text; everything else it has decoded already. */
const escapes: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

/** Markup, and entities beyond those: most titles have none, and parsing them is a third of what a feed of short items costs. */
const foreign = /<|&(?!(?:amp|lt|gt|quot);)/;

/** HTML as one line of plain text, without scripts, styles and markup. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return collapse(html);
  const bare = foreign.test(html)
    ? sanitizeHtml(html.replace(blockEnd, "$& "), { allowedTags: [], allowedAttributes: {} })
    : html;
  return collapse(bare.replace(/&(?:amp|lt|gt|quot);/g, (escaped) => escapes[escaped] ?? escaped));
}

/** Characters of HTML that are looked at for an excerpt: ten times its length leaves room for markup. */
const htmlLimit = textLimit * 10;

/** A title (plain) and the beginning of a text (HTML) as one plain excerpt. */
export function htmlExcerpt(html: string, title = ""): string {
  const parts = [title, htmlToText(html.slice(0, htmlLimit).replace(/[<&][^<>&;]*$/, ""))];
  return excerpt(parts.filter((part) => part !== "").join(" — "));
}

/** One line of at most `textLimit` characters; never cuts a character in two. */
export function excerpt(text: string): string {
  const line = collapse(text).toWellFormed();
  if (line.length <= textLimit) return detached(line);
  const cut = line.slice(0, textLimit - 1);
  return detached(`${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`);
}

/** Marks that turn whatever stands behind them around, on our pages as well. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const gaps = /[\s\u0000-\u001f\u007f-\u009f]+/g;

const collapse = (text: string): string => text.replace(turns, "").replace(gaps, " ").trim();

/** A slice keeps the whole text that it was cut from alive: 30 MB more at the peak of a large import. */
const detached = (text: string): string => structuredClone(text);
