import type { Metadata } from "next";
import { mailIsSetUp } from "../../composition/magic-link.ts";
import { SignInForms } from "./sign-in-forms.tsx";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

type Search = Promise<{ sent?: string; callbackUrl?: string; error?: string }>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { sent, callbackUrl, error } = await searchParams;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <header>
        <p className="font-semibold text-accent">Headroom</p>
        <h1 className="mt-1">Sign in</h1>
        <p className="mt-1 text-soft text-sm">Every client’s score against its target, and until when you are free.</p>
      </header>
      {sent !== undefined && (
        <output className="rounded-md border border-line bg-paper p-3 text-sm">
          {mailIsSetUp()
            ? "A sign-in link is on its way. It works once, for one hour."
            : "This server sends no mail. The sign-in link is in the server’s log: ask whoever runs it to pass it on. It works once, for one hour."}
        </output>
      )}
      {error !== undefined && (
        <p role="alert" className="text-bad text-sm">
          This link has expired or was used already. Ask for a new one.
        </p>
      )}
      <SignInForms callbackUrl={pathOf(callbackUrl)} mails={mailIsSetUp()} />
    </main>
  );
}

/** next-auth hands over a whole address; only its path is kept. */
const pathOf = (address: string | undefined): string => {
  if (address === undefined || !URL.canParse(address, "http://localhost")) return "/";
  const { pathname, search } = new URL(address, "http://localhost");
  return `${pathname}${search}`;
};
