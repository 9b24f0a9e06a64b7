/** A text without the first address in it, and that address: the store keeps the two apart. */
export function splitLink(text: string): { text: string; link: string | null } {
  const link = /https?:\/\/[^\s<>"]+/i.exec(text)?.[0] ?? null;
  return { text: link === null ? text : text.replace(link, "").trim(), link };
}
