/** Sixteen digits outside of quotes, as many as 2^53 has, or a power of ten. */
const longNumber = /(?:^|[:,[\s])-?(?:\d{16}|\d[\d.]{0,20}e)/i;

/**
 * The value that JSON text means, but whole numbers beyond 2^53 as text, digit by digit: they are ids, and as numbers they
 * would be those of something else. So are numbers that would be infinite. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key: string, value: unknown, written?: { source?: string }) =>
    typeof value === "number" && isLost(value, written?.source ?? "") ? written?.source : value,
  );
}

const isLost = (value: number, written: string): boolean =>
  !Number.isFinite(value) || (!Number.isSafeInteger(value) && /^-?\d+$/.test(written));
