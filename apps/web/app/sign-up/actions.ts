"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { signIn } from "../../auth.ts";
import { sameSitePath } from "../../components/same-site-path.ts";
import { app } from "../../composition/app.ts";
import { limitAttempts, ServiceError, SignUpInput, signUp } from "../../composition/before-agency.ts";

export interface SignUpState {
  name: string;
  email: string;
  /** By field; `form` for what belongs to none. */
  problems: { name?: string; email?: string; password?: string; form?: string };
}

/** A password's hash costs a third of a second of this machine: enough accounts for an office, too few to tire it. */
const perAddress = { most: 20, windowMs: 3_600_000 };

/** Makes an account and signs in with it. */
export const makeAccount = async (_before: SignUpState, form: FormData): Promise<SignUpState> => {
  const typed = { name: String(form.get("name") ?? ""), email: String(form.get("email") ?? "").trim() };
  const parsed = SignUpInput.safeParse({ ...typed, password: form.get("password") });
  if (!parsed.success) return { ...typed, problems: firstProblems(parsed.error) };
  const { db, io } = app();
  try {
    await limitAttempts(db, { key: `sign-up:${await address()}`, ...perAddress, now: io.now() });
    await signUp(db, parsed.data);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { ...typed, problems: { [error.field === "email" ? "email" : "form"]: error.message } };
  }
  const target = sameSitePath(form.get("callbackUrl"));
  await signIn("password", {
    email: parsed.data.email,
    password: parsed.data.password,
    redirectTo: target === "/" ? "/agencies/new" : target,
  });
  return { ...typed, problems: {} };
};

const firstProblems = (error: z.ZodError<SignUpInput>): SignUpState["problems"] => {
  const { name, email, password } = z.flattenError(error).fieldErrors;
  return {
    ...(name?.[0] === undefined ? {} : { name: name[0] }),
    ...(email?.[0] === undefined ? {} : { email: email[0] }),
    ...(password?.[0] === undefined ? {} : { password: password[0] }),
  };
};

/** Where the request came from, as far as it can be told. */
const address = async (): Promise<string> =>
  (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "direct";
