import type { Metadata } from "next";
import Link from "next/link";
import { PublicFrame } from "../../components/public-frame.tsx";
import { sameSitePath } from "../../components/same-site-path.ts";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Make an account" };

type Search = Promise<{ callbackUrl?: string; email?: string }>;

export default async function SignUpPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, email } = await searchParams;
  const next = sameSitePath(callbackUrl);
  return (
    <PublicFrame
      title="Make an account"
      lead={
        next.startsWith("/join/")
          ? "Then you can accept the invitation."
          : "Next you name your agency, and add its first client."
      }
    >
      <SignUpForm callbackUrl={next} email={email ?? ""} />
      <p className="text-sm">
        Have an account?{" "}
        <Link
          href={`/sign-in?callbackUrl=${encodeURIComponent(next)}`}
          className="text-accent underline underline-offset-2"
        >
          Sign in
        </Link>
      </p>
    </PublicFrame>
  );
}
