import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { unnamedKey } from "./seal-keys.ts";

/** Seals secrets at rest: AES-256-GCM, bound to a purpose, with the key's id in front for rotation. */
export interface Sealer {
  /** The name of the key that seals, in front of what it sealed. */
  newestId: string;
  /** `purpose` is authenticated: what was sealed for one row cannot be opened as another's. */
  seal: (plain: string, purpose: string) => string;
  /** Throws when the text was changed, the purpose differs or the key is gone. */
  open: (sealed: string, purpose: string) => string;
}

export interface SealKey {
  id: string;
  /** 32 bytes. */
  key: Uint8Array;
}

const nonceBytes = 12;
const tagBytes = 16;

/** The first key seals; all of them open. */
export const createSealer = (keys: readonly [SealKey, ...SealKey[]]): Sealer => {
  for (const { id, key } of keys) {
    if (key.length !== 32) throw new RangeError(`Seal key ${id} must have 32 bytes.`);
  }
  const [newest] = keys;
  return {
    newestId: newest.id,
    seal: (plain, purpose) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", newest.key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return `${newest.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open: (sealed, purpose) => {
      const dot = sealed.indexOf(".");
      const id = sealed.slice(0, dot);
      const bytes = Buffer.from(sealed.slice(dot + 1), "base64url");
      const candidates = keys.filter((key) => key.id === id || id === unnamedKey);
      if (candidates.length === 0) throw new Error("The key that sealed this secret is not among the keys given.");
      let failure: unknown;
      for (const candidate of candidates) {
        try {
          return openWith(candidate, { bytes, purpose });
        } catch (error) {
          failure = error;
        }
      }
      throw failure;
    },
  };
};

const openWith = ({ key }: SealKey, { bytes, purpose }: { bytes: Buffer; purpose: string }): string => {
  // Without its length named, a shorter tag would be accepted, and a short one can be guessed.
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8");
};
