import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive: (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer> = promisify(scrypt);

/** OWASP's Password Storage Cheat Sheet (2025): scrypt with N = 2^17, r = 8, p = 1. */
const cost = { N: 2 ** 17, r: 8, p: 1 };
const maxmem = 256 * 1024 * 1024;
const keyBytes = 32;

/** One derivation takes 128 MB: guesses wait in line, so that many at once cannot fill the memory. */
const mostAtOnce = 2;
let busy = 0;
const waiting: (() => void)[] = [];

const inLine = async <T>(work: () => Promise<T>): Promise<T> => {
  if (busy >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy++;
  try {
    return await work();
  } finally {
    // The place goes straight to the next in line.
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  }
};

/** The least a password needs; NIST SP 800-63B rules out composition rules and asks for length. */
export const passwordLength = { min: 10, max: 200 };

export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const key = await inLine(() => derive(password.normalize("NFKC"), salt, keyBytes, { ...cost, maxmem }));
  return written(salt, key);
};

/** Looks like a hash and is the hash of nothing: to compare with it takes the same time. Made without a derivation. */
export const nobodysHash = (): string => written(randomBytes(16), randomBytes(keyBytes));

const written = (salt: Buffer, key: Buffer): string =>
  ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");

/** False for a wrong password and for a hash that is not one of ours. */
export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const [scheme, n, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64url");
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem };
  const actual = await inLine(() =>
    derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), expected.length, options),
  );
  return timingSafeEqual(actual, expected);
};
