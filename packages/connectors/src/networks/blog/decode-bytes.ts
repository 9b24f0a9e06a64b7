/** Byte order marks and what they mean (WHATWG Encoding, "BOM sniff"). */
const marks: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
];

/** How far into a page its own word about its encoding is looked for, in bytes (HTML, "prescan"). */
const prescanBytes = 1_024;

/** How the first sign of a document looks without a mark, in an encoding of two bytes (XML 1.0, appendix F). */
const firstSigns: readonly (readonly [string, readonly number[]])[] = [
  ["utf-16be", [0x00, 0x3c, 0x00]],
  ["utf-16le", [0x3c, 0x00]],
];

/**
 * Text of a feed or page. Order: byte order mark, first sign, HTTP, the document's own declaration, UTF-8; a claim that the
 * bytes contradict is passed over. Then UTF-8 with a few wrong bytes, and windows-1252 reads whatever is left.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, prescanBytes));
  const sign = beginning(bytes, marks) ?? beginning(bytes, firstSigns);
  const marked = sign === undefined ? null : tryDecode(bytes, sign);
  if (marked !== null) return marked;
  const claims = [
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1],
    /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1],
    /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1],
    "utf-8",
  ];
  for (const claim of claims) {
    const text = claim === undefined ? null : tryDecode(bytes, claim, { wide: false });
    if (text !== null) return text;
  }
  return mostlyUtf8(bytes) ?? new TextDecoder("windows-1252").decode(bytes);
}

const beginning = (bytes: Uint8Array, forms: typeof marks): string | undefined =>
  forms.find(([, form]) => form.every((byte, index) => bytes[index] === byte))?.[0];

/** Text of other encodings hardly ever holds a right character of several bytes, so a few wrong bytes are an accident. */
function mostlyUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder("utf-8").decode(bytes);
  const wrong = text.split("\uFFFD").length - 1;
  const right = (text.match(/[^\p{ASCII}\uFFFD]/gu) ?? []).length;
  return wrong < right ? text : null;
}

/** Null where the bytes are no such text. Without a sign of it no text has two bytes for each character, whatever it says. */
function tryDecode(bytes: Uint8Array, label: string, { wide } = { wide: true }): string | null {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    return wide || !decoder.encoding.startsWith("utf-16") ? decoder.decode(bytes) : null;
  } catch {
    return null;
  }
}
