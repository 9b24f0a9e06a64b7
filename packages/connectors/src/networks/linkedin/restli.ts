/** A value of a query: text, or a list of texts. */
export type RestliValue = string | readonly string[];

/**
 * Text inside a Rest.li 2.0 address (linkedin.github.io/rest.li/spec/protocol, read in November 2026): everything that
 * means something there is escaped, so also the parentheses and quotes that `encodeURIComponent` leaves alone.
 */
export const restliText = (text: string): string =>
  encodeURIComponent(text).replace(/[()'!*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A query; the parentheses and commas of a list are the protocol's own and stay as they are. */
export const restliQuery = (values: Readonly<Record<string, RestliValue>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === "string" ? restliText(value) : restliList(value)}`)
    .join("&");

const restliList = (values: readonly string[]): string => `List(${values.map(restliText).join(",")})`;
