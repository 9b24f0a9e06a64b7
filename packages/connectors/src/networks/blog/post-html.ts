import type { OutgoingPost } from "../../contract/publish.ts";
import { webAddress } from "../../publish/count-text.ts";

/** Signs that mean something in HTML, and the bracket that opens a shortcode of WordPress. */
const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "[": "&#91;",
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"[]/g, (sign) => escapes[sign] ?? sign);

/** A text as paragraphs: an empty line ends one, a line break stays one, and addresses can be followed. */
export function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => `<p>${withLinks(part).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

function withLinks(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(webAddress)) {
    // What ends a sentence is no part of the address at its end.
    const address = match[0].replace(/[.,;:!?)\]]+$/, "");
    parts.push(
      escapeHtml(text.slice(from, match.index)),
      `<a href="${escapeHtml(address)}">${escapeHtml(address)}</a>`,
    );
    from = match.index + address.length;
  }
  return [...parts, escapeHtml(text.slice(from))].join("");
}

/** A picture inside a post. */
export const figure = (url: string, { alt }: Pick<OutgoingPost["images"][number], "alt">): string =>
  `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}"></figure>`;
