import { type Database, eq, passwords, users } from "@headroom/db";
import { forgetAttempts, limitAttempts } from "./limit-attempts.ts";
import { nobodysHash, verifyPassword } from "./password.ts";

/** Tries per address and person before a pause: enough for typing errors, too few for guessing. */
const tries = { most: 10, windowMs: 15 * 60_000 };

export interface SignedInUser {
  id: string;
  email: string;
  name: string | null;
}

/** The person, if e-mail and password belong together; throws `too-many` after too many tries. */
export const checkPassword = async (
  db: Database,
  { email, password, now }: { email: string; password: string; now: number },
): Promise<SignedInUser | null> => {
  const address = email.trim().toLowerCase();
  const key = `password:${address}`;
  await limitAttempts(db, { key, ...tries, now });
  const [found] = await db.global
    .select({ id: users.id, email: users.email, name: users.name, hash: passwords.hash })
    .from(users)
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .where(eq(users.email, address));
  // Compared even where there is no such person, so that the answer takes as long either way.
  const right = await verifyPassword(password, found?.hash ?? nobodysHash());
  if (!right || found === undefined || found.hash === null) return null;
  await forgetAttempts(db, key);
  return { id: found.id, email: found.email, name: found.name };
};
