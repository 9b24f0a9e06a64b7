/**
 * The absolute web address that a link means; null for anything else. Links of networks and files end up in anchors, where
 * `javascript:` would run.
 */
export function httpUrl(text: string | null | undefined, base?: string): string | null {
  const link = text?.trim() ?? "";
  const url = link === "" ? null : URL.parse(link, base);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}
