import { htmlTags } from "../../text/html-tags.ts";

/** Whether a status links to a page: its anchors without mentions, which lead to people, and hashtags, which lead to lists. */
export const carriesLink = (html: string): boolean =>
  htmlTags(html, ["a"]).some(({ attributes }) => {
    const classes = (attributes.class ?? "").split(/\s+/);
    return /^https?:/i.test(attributes.href ?? "") && !classes.includes("mention") && !classes.includes("hashtag");
  });
