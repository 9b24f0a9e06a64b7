import { createHmac, timingSafeEqual } from "node:crypto";

export interface Signing {
  algorithm: "sha1" | "sha256" | "sha384" | "sha512";
  secret: string;
  encoding: "hex" | "base64";
}

/** The keyed hash (RFC 2104) of all parts, one after another. */
export function signatureOf({ algorithm, secret, encoding }: Signing, ...parts: (string | Uint8Array)[]): string {
  const hash = createHmac(algorithm, secret);
  for (const part of parts) hash.update(part);
  return hash.digest(encoding);
}

/** Whether two texts are the same, in a time that does not tell where they differ; only the length shows. */
export function isSame(given: string | null | undefined, expected: string): boolean {
  const one = Buffer.from(given ?? "");
  const other = Buffer.from(expected);
  return given != null && one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Whether a network asks this to see that we hold the app's secret. Its answer is signed as its messages are, so nothing that
 * could be a message, which is JSON, is ever signed for whoever asks.
 */
export const isChallenge = (text: string | null): text is string => text !== null && /^[\w+/=.:~ -]{1,500}$/.test(text);
