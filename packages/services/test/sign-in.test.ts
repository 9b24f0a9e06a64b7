import { eq, passwords, rateLimits, users } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { checkPassword } from "../src/sign-in/check-password.ts";
import { limitAttempts, sweepAttempts } from "../src/sign-in/limit-attempts.ts";
import { hashPassword, verifyPassword } from "../src/sign-in/password.ts";
import { SignUpInput, signUp } from "../src/sign-in/sign-up.ts";
import { newUser, noon, testDatabase } from "./agency.ts";
import { only } from "./stage.ts";
import { tablesWith } from "./table-rows.ts";

const db = testDatabase();
// Stands for another process: connections of its own.
const elsewhere = testDatabase();
afterAll(() => Promise.all([db.close(), elsewhere.close()]));

const minuteMs = 60_000;
const newEmail = () => `${crypto.randomUUID()}@example.test`;

const signedUp = async (password = "correct horse battery") => {
  const email = newEmail();
  const { userId } = await signUp(db, SignUpInput.parse({ name: "Ana", email, password }));
  return { email, userId, password };
};

describe("a password", () => {
  test("is right in one way only, and stored in none", async () => {
    const { email, userId, password } = await signedUp();
    expect(await checkPassword(db, { email, password, now: noon })).toEqual({ id: userId, email, name: "Ana" });
    expect(await checkPassword(db, { email: ` ${email.toUpperCase()} `, password, now: noon })).toMatchObject({
      id: userId,
    });
    expect(await checkPassword(db, { email, password: `${password} `, now: noon })).toBeNull();
    expect(await tablesWith(db, password)).toEqual([]);
    const [row] = await db.global.select().from(passwords).where(eq(passwords.userId, userId));
    expect(row?.hash).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  test("is the same however its letters are composed", async () => {
    const hash = await hashPassword("pa\u0308sswort lang");
    expect(await verifyPassword("p\u00e4sswort lang", hash)).toBe(true);
    expect(await verifyPassword("passwort lang", hash)).toBe(false);
  });

  test.each(["", "plain", "bcrypt$1$2$3$4$5", "scrypt$131072$8$1$only-salt"])(
    "is never right against %j",
    async (hash) => {
      expect(await verifyPassword("anything at all", hash)).toBe(false);
    },
  );

  test("of nobody costs as much work as a wrong one, so that nobody learns who has an account", async () => {
    const { email } = await signedUp();
    const workMs = async (address: string): Promise<number> => {
      const before = process.cpuUsage();
      expect(await checkPassword(db, { email: address, password: "a wrong password", now: noon })).toBeNull();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    const wrong = await workMs(email);
    const nobody = await workMs(newEmail());
    const passwordless = await newUser(db, "No password");
    const [{ email: bare } = { email: "" }] = await db.global.select().from(users).where(eq(users.id, passwordless));
    const without = await workMs(bare);
    expect(nobody).toBeGreaterThan(wrong / 2);
    expect(without).toBeGreaterThan(wrong / 2);
  });

  test.each([
    [{ name: "Ana", email: "ana", password: "long enough!" }, "email", "This is not an e-mail address."],
    [{ name: " ", email: "a@example.test", password: "long enough!" }, "name", "Tell us your name."],
    [{ name: "Ana", email: "a@example.test", password: "short" }, "password", "A password has at least 10 characters."],
    [
      { name: "Ana", email: "a@example.test", password: "x".repeat(201) },
      "password",
      "A password has at most 200 characters.",
    ],
  ])("at sign-up %o is refused at %s", (input, field, message) => {
    const { error } = SignUpInput.safeParse(input);
    expect(error?.issues).toMatchObject([{ path: [field], message }]);
  });

  test("and a second account of one address is refused, in any case of letters, and leaves nothing", async () => {
    const { email } = await signedUp();
    const again = SignUpInput.parse({ name: "Ana", email: email.toUpperCase(), password: "another password" });
    await expect(signUp(db, again)).rejects.toMatchObject({ code: "conflict", field: "email" });
    expect(only(await db.global.select().from(users).where(eq(users.email, email))).name).toBe("Ana");
  });
});

describe("attempts", () => {
  const limit = { most: 3, windowMs: 10 * minuteMs };

  test("are counted across processes, all at once or one by one", async () => {
    const key = crypto.randomUUID();
    const tries = Array.from({ length: 8 }, (_, n) =>
      limitAttempts(n % 2 === 0 ? db : elsewhere, { key, ...limit, now: noon }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    await expect(limitAttempts(elsewhere, { key, ...limit, now: noon + minuteMs })).rejects.toMatchObject({
      code: "too-many",
      retryAfterMs: 9 * minuteMs,
      message: "Too many attempts. Try again in 9 min.",
    });
  });

  test("are forgotten when the window ends, and another key is not touched", async () => {
    const key = crypto.randomUUID();
    for (let n = 0; n < 3; n++) await limitAttempts(db, { key, ...limit, now: noon + n });
    await limitAttempts(db, { key: `${key}!`, ...limit, now: noon });
    await expect(limitAttempts(db, { key, ...limit, now: noon + limit.windowMs - 1 })).rejects.toThrow();
    await limitAttempts(db, { key, ...limit, now: noon + limit.windowMs });
    const [row] = await db.global.select().from(rateLimits).where(eq(rateLimits.key, key));
    expect(row).toMatchObject({ count: 1, windowEndsAt: new Date(noon + 2 * limit.windowMs) });
  });

  test("with a password are ten in a quarter of an hour, the right one included, and then even the right one waits", async () => {
    const email = newEmail();
    await db.global
      .insert(rateLimits)
      .values({ key: `password:${email}`, count: 10, windowEndsAt: new Date(noon + 15 * minuteMs) });
    await expect(
      checkPassword(elsewhere, { email: email.toUpperCase(), password: "x", now: noon }),
    ).rejects.toMatchObject({
      code: "too-many",
    });
    expect(await checkPassword(db, { email, password: "x", now: noon + 15 * minuteMs })).toBeNull();
  });
});

test("counts whose window has passed are swept, the others stay", async () => {
  const [old, young] = [crypto.randomUUID(), crypto.randomUUID()];
  const long = { most: 1, windowMs: 60 * 60_000 };
  await limitAttempts(db, { key: old, most: 1, windowMs: 1_000, now: noon });
  await limitAttempts(db, { key: young, ...long, now: noon });
  await sweepAttempts(db, noon + 60_000);
  await limitAttempts(db, { key: old, most: 1, windowMs: 1_000, now: noon });
  await expect(limitAttempts(db, { key: young, ...long, now: noon })).rejects.toMatchObject({ code: "too-many" });
});

test("many passwords at once are checked in line, and each gets its own answer", async () => {
  const hash = await hashPassword("right");
  const answers = await Promise.all(
    ["right", "wrong", "right", "wrong", "right"].map((word) => verifyPassword(word, hash)),
  );
  expect(answers).toEqual([true, false, true, false, true]);
});
