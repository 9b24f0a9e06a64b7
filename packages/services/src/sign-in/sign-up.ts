import { type Database, passwords, users } from "@headroom/db";
import { z } from "zod";
import { ServiceError } from "../context/errors.ts";
import { isUniqueViolation } from "../context/pg-error.ts";
import { hashPassword, passwordLength } from "./password.ts";

export const SignUpInput = z.object({
  name: z.string().trim().min(1, "Tell us your name.").max(80),
  email: z
    .email("This is not an e-mail address.")
    .max(200)
    .transform((email) => email.toLowerCase()),
  password: z
    .string()
    .min(passwordLength.min, `A password has at least ${passwordLength.min} characters.`)
    .max(passwordLength.max, `A password has at most ${passwordLength.max} characters.`),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

/** A new person with a password. */
export const signUp = async (db: Database, input: SignUpInput): Promise<{ userId: string }> => {
  const hash = await hashPassword(input.password);
  try {
    return await db.inside.transaction(async (tx) => {
      const [user] = await tx
        .insert(users)
        .values({ name: input.name, email: input.email })
        .returning({ id: users.id });
      if (user === undefined) throw new Error("The insert returned no row.");
      await tx.insert(passwords).values({ userId: user.id, hash });
      return { userId: user.id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ServiceError("conflict", "There is an account with this e-mail address. Sign in instead.", {
        field: "email",
      });
    }
    throw error;
  }
};
