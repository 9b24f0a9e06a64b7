import { createHash } from "node:crypto";

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";
const startMicros = BigInt(Date.UTC(2024, 0, 1)) * 1_000n;
const yearMicros = 365n * 86_400_000_000n;

/**
 * A record key for an idempotency key, the same at each try. Keys of posts are TIDs (atproto.com/specs/tid, lexicon
 * app.bsky.feed.post; read in November 2026): microseconds and ten bits of a clock's id in base 32. The instant says nothing
 * about the post; it lies in 2024, so that no server takes it for one in the future.
 */
export function tidOf(idempotencyKey: string): string {
  const bits = createHash("sha256").update(idempotencyKey).digest().readBigUInt64BE();
  let value = ((startMicros + ((bits >> 10n) % yearMicros)) << 10n) | (bits & 1_023n);
  let text = "";
  for (let at = 0; at < 13; at += 1) {
    text = `${alphabet[Number(value & 31n)]}${text}`;
    value >>= 5n;
  }
  return text;
}
