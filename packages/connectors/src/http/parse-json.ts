/** Sixteen digits outside of quotes: 2^53 has as many. */
const longNumber = /(?:^|[:,[\s])-?\d{16}/;

/**
 * The value that JSON text means, but whole numbers beyond 2^53 as text, digit by digit: they are ids, and as numbers they
 * would be those of something else. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key: string, value: unknown, written?: { source?: string }) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(written?.source ?? "")
      ? written?.source
      : value,
  );
}
