import Link from "next/link";

/** Above pages that everybody may read, signed in or not. */
export function PublicHeader({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <header className="border-line border-b bg-paper">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2">
        <Link href="/" className="font-semibold">
          Headroom
        </Link>
        <Link href={isSignedIn ? "/" : "/sign-in"} className="rounded-md px-2 py-1 text-sm hover:bg-raised">
          {isSignedIn ? "Back to your clients" : "Sign in"}
        </Link>
      </div>
    </header>
  );
}
