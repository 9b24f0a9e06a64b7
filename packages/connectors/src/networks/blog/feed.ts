/** A feed of any format, with addresses resolved. */
export interface Feed {
  title: string | null;
  /** The site that the feed belongs to, absolute. */
  siteUrl: string;
  items: FeedItem[];
}

export interface FeedItem {
  /** The feed's own id, else the link, else a digest of the content. */
  id: string;
  url: string | null;
  title: string;
  html: string;
  /** Epoch milliseconds; null when the feed gives no readable date. */
  at: number | null;
  author: string | null;
  /** Comments as the feed counts them; undefined when it does not. */
  commentTotal: number | undefined;
  /** A feed of this item's comments. */
  commentFeed: string | null;
}

/** The same before addresses are resolved: what a parser found. */
export interface RawFeed {
  title: string | undefined;
  link: string | undefined;
  base: string | undefined;
  items: RawItem[];
}

export interface RawItem {
  id: string | undefined;
  link: string | undefined;
  base: string | undefined;
  title: string | undefined;
  html: string | undefined;
  date: string | undefined;
  author: string | undefined;
  commentTotal: number | undefined;
  commentFeed: string | undefined;
}
