import { createCaller, refusalTo } from "@headroom/api";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { buttonLook } from "../../../components/button.tsx";
import { requestContext } from "../../../composition/request-context.ts";
import { membershipOfState } from "../../../composition/sign-in-answer.ts";

export const metadata: Metadata = { title: "Connecting", referrer: "no-referrer" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where networks send people back after they signed in there. The answer counts once. */
export default async function AnswerPage({ searchParams }: Props) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string") query.set(name, value);
  }
  const state = query.get("state") ?? "";
  const membership = await membershipOfState(state);
  if (membership === null) {
    return <Problem message="This answer belongs to no sign-in that was begun here." href="/" />;
  }
  const caller = createCaller(await requestContext(membership.slug));
  const outcome = await caller.network.finishSignIn({ state, query: query.toString() }).then(
    (finished) => ({ finished, message: null }),
    (error: unknown) => ({ finished: null, message: refusalTo(error).message }),
  );
  if (outcome.finished === null) return <Problem message={outcome.message} href={`/${membership.slug}/clients`} />;
  const { clientId, signInId } = outcome.finished;
  redirect(`/${membership.slug}/clients/${clientId}/connect?signIn=${signInId}`);
}

function Problem({ message, href }: { message: string; href: string }) {
  return (
    <main className="mx-auto max-w-prose px-4 py-10">
      <h1>Not connected</h1>
      <p role="alert" className="mt-2">
        {message}
      </p>
      <Link href={href} className={`${buttonLook("main")} mt-4`}>
        Back
      </Link>
    </main>
  );
}
