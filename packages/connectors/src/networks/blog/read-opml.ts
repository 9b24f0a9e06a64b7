import { type Opml, parseOpml } from "feedsmith";
import { ConnectorError } from "../../contract/connector-error.ts";
import { httpUrl } from "../../text/http-url.ts";
import { htmlToText } from "../../text/plain-text.ts";
import { decodeBytes } from "./decode-bytes.ts";
import { documentHead, withoutDoctype } from "./document-head.ts";

/** One feed of a list. */
export interface ListedBlog {
  title: string;
  /** Absolute; where two entries name the same one, the first counts. */
  feedUrl: string;
  /** The site that the feed belongs to; null where the list does not say. */
  siteUrl: string | null;
  /** The folders that it lies in, outermost first. */
  folders: string[];
}

export interface BlogList {
  blogs: ListedBlog[];
  /** Entries that were passed over: named twice, without an address on the web, and beyond `listedBlogLimit`. */
  passedOver: { twice: number; withoutAddress: number; beyond: number };
}

/** A list that a person looks through; a longer one is cut into several files. */
export const listedBlogLimit = 200;
/** A thousand times the size of an entry for each of the blogs that a list may hold, in bytes. */
export const opmlLimitBytes = 2_000_000;
/** Longer titles and folders are cut. */
const titleLimit = 200;

/** The feeds in a list of subscriptions (OPML 1.0 and 2.0, opml.org/spec2.opml). Throws ConnectorError "invalid-input". */
export function readOpml(bytes: Uint8Array): BlogList {
  if (bytes.length > opmlLimitBytes) throw refused("This file is larger than 2 MB, which no list of blogs is.");
  const text = decodeBytes(bytes, null);
  const head = documentHead(text);
  if (head.root === "html" || head.doctype?.name === "html")
    throw refused("This is a web page, and no OPML file. Choose the file that the feed reader exported.");
  const source = withoutDoctype(text, head, {
    unreadable: () => refused(unreadable),
    withEntities: () => refused("This file declares entities of its own, which is not safe to read."),
  });
  if (documentHead(source).root !== "opml") throw refused(unreadable);
  if (!source.slice(-tailLength).includes("</opml"))
    throw refused("This file breaks off in the middle. Export it again.");
  return listed(outlinesOf(source));
}

const unreadable =
  "This is no OPML file that can be read. Feed readers export one under a name like subscriptions.opml.";
/** Characters behind which the end of the list is looked for. */
const tailLength = 500;

const refused = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "blog", code: "invalid-input", message });

type Outline = Opml.Outline<string>;

function outlinesOf(source: string): readonly Outline[] {
  try {
    return parseOpml(source).body?.outlines ?? [];
  } catch (cause) {
    throw new ConnectorError({ networkId: "blog", code: "invalid-input", message: unreadable, cause });
  }
}

function listed(outlines: readonly Outline[]): BlogList {
  const list: BlogList = { blogs: [], passedOver: { twice: 0, withoutAddress: 0, beyond: 0 } };
  const known = new Set<string>();
  // By hand, since a list may be nested deeper than calls may be.
  const waiting = outlines.toReversed().map((outline) => ({ outline, folders: [] as string[] }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { outline, folders } = next;
    const name = nameOf(outline);
    const inner = outline.outlines ?? [];
    const below = inner.length === 0 || name === "" ? folders : [...folders, name];
    for (const one of inner.toReversed()) waiting.push({ outline: one, folders: below });
    if (outline.xmlUrl === undefined) continue;
    const feedUrl = httpUrl(outline.xmlUrl);
    if (feedUrl === null) list.passedOver.withoutAddress += 1;
    else if (known.has(feedUrl)) list.passedOver.twice += 1;
    else if (list.blogs.length >= listedBlogLimit) list.passedOver.beyond += 1;
    else {
      known.add(feedUrl);
      list.blogs.push({ title: name || new URL(feedUrl).host, feedUrl, siteUrl: httpUrl(outline.htmlUrl), folders });
    }
  }
  return list;
}

/** Either attribute may be left out, and readers put markup and entities into both. */
const nameOf = ({ title, text }: Outline): string => htmlToText((title ?? text ?? "").slice(0, titleLimit)).trim();
