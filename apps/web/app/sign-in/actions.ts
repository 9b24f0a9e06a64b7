"use server";

import { AuthError } from "next-auth";
import { signIn, signOut } from "../../auth.ts";

export interface SignInState {
  problem: string | null;
}

/** Signs in by password; a wrong one and an unknown address read the same. */
export const enterByPassword = async (_before: SignInState, form: FormData): Promise<SignInState> => {
  try {
    await signIn("password", {
      email: form.get("email"),
      password: form.get("password"),
      redirectTo: safeTarget(form),
    });
    return { problem: null };
  } catch (error) {
    if (error instanceof AuthError) return { problem: wordsFor(error) };
    throw error;
  }
};

/** Sends a link that signs in once. */
export const sendLink = async (_before: SignInState, form: FormData): Promise<SignInState> => {
  const email = String(form.get("email") ?? "").trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return { problem: "Type the e-mail address you use here." };
  try {
    await signIn("email", { email, redirectTo: safeTarget(form) });
    return { problem: null };
  } catch (error) {
    if (error instanceof AuthError) return { problem: wordsFor(error) };
    throw error;
  }
};

export const leave = async (): Promise<void> => {
  await signOut({ redirectTo: "/sign-in" });
};

const wordsFor = (error: AuthError): string => {
  if ("code" in error && error.code === "too-many") return "Too many attempts. Wait 15 minutes, or use a sign-in link.";
  if (error.type === "CredentialsSignin") return "E-mail and password do not belong together.";
  return "Signing in did not work. Try again.";
};

/** Only paths of our own: a link may not send people elsewhere. */
const safeTarget = (form: FormData): string => {
  const target = String(form.get("callbackUrl") ?? "/");
  return /^\/(?![/\\])/.test(target) ? target : "/";
};
