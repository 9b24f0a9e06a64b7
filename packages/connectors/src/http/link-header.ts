/** A link as a page or a Link header gives it; what is missing is empty. */
export interface Link {
  rel: string;
  href: string;
  type: string;
  title: string;
}

/** The links of a Link header (RFC 8288). */
export function parseLinkHeader(header: string): Link[] {
  return [...header.matchAll(/<([^>]*)>([^<]*)/g)].map(([, href = "", parameters = ""]) => {
    const value = (name: string): string =>
      new RegExp(String.raw`;\s*${name}\s*=\s*(?:"([^"]*)"|([^\s;,"]+))`, "i")
        .exec(parameters)
        ?.slice(1)
        .find((group) => group !== undefined) ?? "";
    return { href, rel: value("rel"), type: value("type"), title: value("title") };
  });
}
