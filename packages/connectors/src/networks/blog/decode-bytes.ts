/** Byte order marks and what they mean (WHATWG Encoding, "BOM sniff"). */
const marks: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
];

/** How far into a page its own word about its encoding is looked for, in bytes (HTML, "prescan"). */
const prescanBytes = 1_024;

/**
 * Text of a feed or page. Order: byte order mark, HTTP, the document's own declaration, UTF-8; a claim that the bytes
 * contradict is passed over, and windows-1252 reads whatever is left.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, prescanBytes));
  const claims = [
    marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0],
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1],
    /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1],
    /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1],
    "utf-8",
  ];
  for (const claim of claims) {
    const text = claim === undefined ? null : tryDecode(bytes, claim);
    if (text !== null) return text;
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

function tryDecode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
