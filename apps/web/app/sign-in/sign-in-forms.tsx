"use client";

import Link from "next/link";
import { useActionState } from "react";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { enterByPassword, type SignInState, sendLink } from "./actions.ts";

const calm: SignInState = { problem: null };

export function SignInForms({ callbackUrl, mails }: { callbackUrl: string; mails: boolean }) {
  const [byPassword, enter, isEntering] = useActionState(enterByPassword, calm);
  const [byLink, send, isSending] = useActionState(sendLink, calm);
  return (
    <>
      <form action={enter} className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={byPassword.problem}
        />
        <Button type="submit" look="main" disabled={isEntering}>
          {isEntering ? "Signing in …" : "Sign in"}
        </Button>
      </form>
      <details className="rounded-lg border border-line bg-paper p-4" open={byLink.problem !== null}>
        <summary className="cursor-pointer font-medium text-sm">Sign in with a link instead</summary>
        <form action={send} className="mt-3 flex flex-col gap-3">
          <input type="hidden" name="callbackUrl" value={callbackUrl} />
          <Field
            label="E-mail for the link"
            name="email"
            type="email"
            autoComplete="email"
            required
            problem={byLink.problem}
          />
          {!mails && <p className="text-soft text-sm">This server sends no mail: the link goes to its log.</p>}
          <Button type="submit" disabled={isSending}>
            {isSending ? "Sending …" : "Send me a link"}
          </Button>
        </form>
      </details>
      <p className="text-sm">
        New here?{" "}
        <Link
          href={callbackUrl === "/" ? "/sign-up" : `/sign-up?callbackUrl=${encodeURIComponent(callbackUrl)}`}
          className="text-accent underline underline-offset-2"
        >
          Make an account
        </Link>{" "}
        or read{" "}
        <Link href="/how-the-score-works" className="text-accent underline underline-offset-2">
          how the score works
        </Link>
        .
      </p>
    </>
  );
}
