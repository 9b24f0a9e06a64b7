/** Whether a text or one of these addresses leads to a page outside the network's own hosts. */
export function leadsOut(
  { text, links = [] }: { text: string | null | undefined; links?: readonly (string | null | undefined)[] },
  ownHosts: RegExp,
): boolean {
  const written = text?.match(/https?:\/\/[^\s<>"]+/gi) ?? [];
  return [...links, ...written].some((link) => {
    const host = URL.parse(link ?? "")?.hostname ?? null;
    return host !== null && host !== "" && !ownHosts.test(host);
  });
}
