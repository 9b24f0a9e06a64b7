"use client";

import { useActionState } from "react";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { makeAccount, type SignUpState } from "./actions.ts";

export function SignUpForm({ callbackUrl, email }: { callbackUrl: string; email: string }) {
  const blank: SignUpState = { name: "", email, problems: {} };
  const [state, make, isMaking] = useActionState(makeAccount, blank);
  const { problems } = state;
  return (
    <form action={make} className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        defaultValue={state.name}
        problem={problems.name ?? null}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        maxLength={200}
        defaultValue={state.email}
        problem={problems.email ?? null}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        help="At least 10 characters. A few words in a row are easy to remember and hard to guess."
        problem={problems.password ?? null}
      />
      {problems.form !== undefined && (
        <p role="alert" className="text-bad text-sm">
          {problems.form}
        </p>
      )}
      <Button type="submit" look="main" disabled={isMaking}>
        {isMaking ? "Making it …" : "Make the account"}
      </Button>
    </form>
  );
}
