import { createCaller, refusalTo } from "@headroom/api";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { buttonLook } from "../../../components/button.tsx";
import { awaiting, linkOfAttempt, linkPath, takeAnswer } from "../../../composition/reconnect.ts";
import { requestContext } from "../../../composition/request-context.ts";
import { membershipOfState } from "../../../composition/sign-in-answer.ts";

export const metadata: Metadata = { title: "Connecting", referrer: "no-referrer", robots: { index: false } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where networks send people back after they signed in there. The answer counts once, and for whoever began. */
export default async function AnswerPage({ searchParams }: Props) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string") query.set(name, value);
  }
  const answer = { state: query.get("state") ?? "", query: query.toString() };
  switch (await awaiting(answer.state)) {
    case "link":
      return forLink(answer);
    case "member":
      return forMember(answer);
    case null:
      return forNobody(answer);
  }
}

interface Answer {
  state: string;
  query: string;
}

const noSuchSignIn = "This answer belongs to no sign-in that was begun here, or to one that is over.";

/** Somebody who loads the page again, most often; who came through a link has no other page here. */
const forNobody = async ({ state }: Answer) => {
  const link = await linkOfAttempt(state);
  const back = link === null ? { href: "/", label: "Go to Headroom" } : backTo(linkPath(link));
  return <Problem message={noSuchSignIn} back={back} />;
};

const backTo = (href: string) => ({ href, label: "Back to the link" });

const forMember = async ({ state, query }: Answer) => {
  const membership = await membershipOfState(state);
  if (membership === null) return <Problem message={noSuchSignIn} back={{ href: "/", label: "Back" }} />;
  const caller = createCaller(await requestContext(membership.slug));
  const outcome = await caller.network.finishSignIn({ state, query }).then(
    (finished) => ({ finished, message: null }),
    (error: unknown) => ({ finished: null, message: refusalTo(error).message }),
  );
  if (outcome.finished === null)
    return <Problem message={outcome.message} back={{ href: `/${membership.slug}/clients`, label: "Back" }} />;
  const { clientId, signInId } = outcome.finished;
  redirect(`/${membership.slug}/clients/${clientId}/connect?signIn=${signInId}`);
};

/** For somebody without an account here, who holds a reconnect link. */
const forLink = async (answer: Answer) => {
  const { problem, back } = await takeAnswer(answer);
  if (problem === null) redirect("/reconnect/thanks");
  return <Problem message={problem} back={back === null ? null : backTo(back)} />;
};

function Problem({ message, back }: { message: string; back: { href: string; label: string } | null }) {
  return (
    <main className="mx-auto max-w-prose px-4 py-10">
      <h1>Not connected</h1>
      <p role="alert" className="mt-2 break-words">
        {message}
      </p>
      {back !== null && (
        <Link href={back.href} className={`${buttonLook("main")} mt-4`}>
          {back.label}
        </Link>
      )}
    </main>
  );
}
