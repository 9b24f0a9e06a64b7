import sanitizeHtml from "sanitize-html";

export interface HtmlTag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** The tags of these names, in the order of the page, with their attributes. Reads broken HTML as a browser would. */
export function htmlTags(html: string, names: readonly string[]): HtmlTag[] {
  const found: HtmlTag[] = [];
  // Most posts hold none of the tags, and parsing is what a large import spends its time on.
  if (!names.some((name) => new RegExp(`<${name}\\b`, "i").test(html))) return found;
  sanitizeHtml(html, {
    allowedTags: [...names],
    allowedAttributes: false,
    allowVulnerableTags: true,
    transformTags: {
      "*": (name, attributes) => {
        if (names.includes(name)) found.push({ name, attributes });
        return { tagName: name, attribs: {} };
      },
    },
  });
  return found;
}

/** Whether HTML links to a page on another host than `base`'s own. */
export const linksElsewhere = (html: string, base: string): boolean =>
  htmlTags(html, ["a"]).some(({ attributes }) => attributes.href !== undefined && isElsewhere(attributes.href, base));

/** Whether `href`, read relative to `base`, is a web page on another host; "www." makes no other host. */
export function isElsewhere(href: string, base: string): boolean {
  const target = URL.parse(href, base);
  if (target === null || (target.protocol !== "http:" && target.protocol !== "https:")) return false;
  return bareHost(target) !== bareHost(new URL(base));
}

const bareHost = (url: URL): string => url.hostname.replace(/^www\./, "");
