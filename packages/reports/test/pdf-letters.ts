import { inflateSync } from "node:zlib";

/** Every letter that a PDF's fonts map to text: what can be searched and read aloud. */
export const lettersIn = (pdf: Uint8Array): Set<string> => {
  const letters = new Set<string>();
  for (const stream of streamsOf(pdf)) {
    if (!stream.includes("begincmap")) continue;
    for (const [, hex = ""] of stream.matchAll(/<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>\s*\n/g)) {
      letters.add(Buffer.from(hex, "hex").swap16().toString("utf16le"));
    }
  }
  return letters;
};

/** The title in the document's metadata. */
export const titleOf = (pdf: Uint8Array): string | undefined => {
  const metadata = Buffer.from(pdf).toString("utf8");
  const found = /<dc:title>.*?<rdf:li[^>]*>(.*?)<\/rdf:li>/s.exec(metadata)?.[1];
  return found?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
};

const streamsOf = function* (pdf: Uint8Array): Generator<string> {
  const bytes = Buffer.from(pdf);
  for (let at = bytes.indexOf("stream\n"); at !== -1; at = bytes.indexOf("stream\n", at + 7)) {
    const body = bytes.subarray(at + 7, bytes.indexOf("endstream", at));
    try {
      yield inflateSync(body).toString("latin1");
    } catch {
      // Not compressed, or the end of another stream.
      yield body.toString("latin1");
    }
  }
};
