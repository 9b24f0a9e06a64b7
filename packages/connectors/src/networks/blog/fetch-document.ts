import type { ConnectorContext } from "../../contract/network.ts";
import { readBytes, request } from "../../http/request.ts";
import { decodeBytes } from "./decode-bytes.ts";

export interface FetchedDocument {
  /** After redirects. */
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

const accepted =
  "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5";

/** A page or feed as text. 304 comes back with empty text; other failures throw ConnectorError. */
export async function fetchDocument(
  ctx: ConnectorContext,
  url: string | URL,
  conditions: Readonly<Record<string, string>> = {},
): Promise<FetchedDocument> {
  const response = await request(ctx, {
    networkId: "blog",
    url,
    headers: { accept: accepted, ...conditions },
    accept: [304],
  });
  const bytes = await readBytes("blog", response);
  const { headers, status } = response;
  return { url: response.url, status, headers, text: decodeBytes(bytes, headers.get("content-type")) };
}
