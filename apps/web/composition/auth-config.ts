import "server-only";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import { accounts, sessions, users, verificationTokens } from "@headroom/db";
import { checkPassword, describeError, limitAttempts, ServiceError } from "@headroom/services";
import { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { app } from "./app.ts";
import { env } from "./env.ts";
import { deliverMagicLink } from "./magic-link.ts";

const sessionDays = 30;

const PasswordForm = z.object({ email: z.string().min(3).max(200), password: z.string().min(1).max(200) });

class TooManyAttempts extends CredentialsSignin {
  override code = "too-many";
}

/** Sign-in by password or magic link; sessions are rows, so that they can be revoked. */
export const authConfig = (): NextAuthConfig => {
  const { db, io } = app();
  const adapter = DrizzleAdapter(db.global, {
    usersTable: users,
    accountsTable: accounts,
    sessionsTable: sessions,
    verificationTokensTable: verificationTokens,
  });
  return {
    adapter,
    secret: env().AUTH_SECRET,
    logger: {
      error: (error) => {
        // A mistyped password is the person's affair, who is told.
        if (error instanceof CredentialsSignin) return;
        io.log("A sign-in went wrong", { error: describeError(withCause(error)) });
      },
    },
    trustHost: true,
    session: { strategy: "database", maxAge: sessionDays * 86_400 },
    pages: { signIn: "/sign-in", verifyRequest: "/sign-in?sent=1", error: "/sign-in" },
    providers: [
      Credentials({
        id: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (typed) => {
          const form = PasswordForm.safeParse(typed);
          if (!form.success) return null;
          try {
            return await checkPassword(db, { ...form.data, now: io.now() });
          } catch (error) {
            if (error instanceof ServiceError && error.code === "too-many") throw new TooManyAttempts();
            throw error;
          }
        },
      }),
      {
        id: "email",
        type: "email",
        name: "E-mail",
        from: env().MAIL_FROM ?? "headroom@localhost",
        maxAge: 3_600,
        options: {},
        sendVerificationRequest: async ({ identifier, url }) => {
          await limitAttempts(db, {
            key: `link:${identifier.toLowerCase()}`,
            most: 5,
            windowMs: 3_600_000,
            now: io.now(),
          });
          await deliverMagicLink({ to: identifier, url });
        },
      },
    ],
    callbacks: {
      authorized: ({ auth: session }) => session !== null,
      // Only what pages need: without this the whole user row and the session token are published.
      session: ({ session, user }) => ({
        expires: session.expires,
        user: { id: user.id, name: user.name ?? null, email: user.email },
      }),
      jwt: ({ token, account }) => (account?.provider === "password" ? { ...token, byPassword: true } : token),
    },
    jwt: {
      // Passwords beside database sessions: next-auth would hand out a token that nothing accepts; make the row instead.
      encode: async ({ token }) => {
        if (token?.byPassword !== true || typeof token.sub !== "string")
          throw new Error("Only password sign-ins come here.");
        const sessionToken = crypto.randomUUID();
        const expires = new Date(io.now() + sessionDays * 86_400_000);
        await adapter.createSession?.({ sessionToken, userId: token.sub, expires });
        return sessionToken;
      },
    },
  };
};

/** Auth.js wraps what was thrown as `cause.err`, beside details of the request, which are nobody's business. */
const withCause = (error: Error): Error => {
  const { cause } = error;
  if (typeof cause !== "object" || cause === null || !("err" in cause)) return error;
  const { name, message, stack } = error;
  return Object.assign(new Error(message, { cause: cause.err }), { name, stack });
};
