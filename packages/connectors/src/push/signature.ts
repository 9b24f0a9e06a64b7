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
