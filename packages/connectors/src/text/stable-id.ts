import { createHash } from "node:crypto";

/** Ids and keys are ASCII of at most this length, so that any index takes them. */
const idLimit = 200;

/** An id as the network gave it where it is short printable ASCII, else a digest of it; the same for the same id. */
export const stableId = (raw: string): string =>
  raw.length <= idLimit && /^[\x21-\x7e]+$/.test(raw) ? raw : `sha256:${digest(raw)}`;

/** The key of a signal: its parts joined, digested where they do not fit. */
export const signalKey = (...parts: readonly string[]): string => stableId(parts.join(":"));

/** SHA-256 in hexadecimal. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
