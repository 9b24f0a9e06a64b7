import { instantLabel } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { auth } from "../../../auth.ts";
import { buttonLook } from "../../../components/button.tsx";
import { PublicFrame } from "../../../components/public-frame.tsx";
import { roleWords } from "../../../components/role-words.ts";
import { app } from "../../../composition/app.ts";
import { type Invitation, readInvite } from "../../../composition/before-agency.ts";
import { leave } from "../../sign-in/actions.ts";
import { JoinForm } from "./join-form.tsx";

export const metadata: Metadata = { title: "Invitation", robots: { index: false } };

export default async function JoinPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const session = await auth();
  const userId = session?.user?.id ?? null;
  const { db, io } = app();
  const now = io.now();
  const invitation = await readInvite(db, { code, userId, now });
  if (invitation === null) {
    return (
      <PublicFrame
        title="This invitation does not work"
        lead="It was used, has expired or was never made. Ask whoever sent it for a new one."
      >
        <Link href="/" className={buttonLook()}>
          Go to Headroom
        </Link>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame
      title={`Join ${invitation.agencyName}`}
      lead="Headroom shows every client’s score against its target, and until when you are free."
    >
      <Terms invitation={invitation} now={now} />
      {userId === null ? (
        <SignedOut code={code} email={invitation.email} />
      ) : invitation.isMember ? (
        <>
          <p>You belong to this agency already.</p>
          <Link href={`/${invitation.slug}/clients`} className={buttonLook("main")}>
            Go to its clients
          </Link>
        </>
      ) : (
        <>
          <JoinForm code={code} agencyName={invitation.agencyName} needsName={!session?.user?.name} />
          <form action={leave} className="text-soft text-sm">
            You are signed in as {session?.user?.email}. Somebody else?{" "}
            <button type="submit" className="text-accent underline underline-offset-2">
              Sign out
            </button>
          </form>
        </>
      )}
    </PublicFrame>
  );
}

function Terms({ invitation, now }: { invitation: Invitation; now: number }) {
  const { title, may } = roleWords[invitation.role];
  return (
    <dl className="flex flex-col gap-2 rounded-lg border border-line bg-paper p-4 text-sm">
      <div>
        <dt className="text-soft">Invited by</dt>
        <dd>
          {invitation.invitedBy}, for {invitation.email}
        </dd>
      </div>
      <div>
        <dt className="text-soft">As</dt>
        <dd>
          <span className="font-medium">{title}.</span> {may}
        </dd>
      </div>
      <div>
        <dt className="text-soft">Works until</dt>
        <dd>{instantLabel(invitation.expiresAt, { zone: invitation.timeZone, now })}</dd>
      </div>
    </dl>
  );
}

function SignedOut({ code, email }: { code: string; email: string }) {
  const back = new URLSearchParams({ callbackUrl: `/join/${code}` });
  return (
    <div className="flex flex-col gap-2">
      <Link href={`/sign-up?${back}&email=${encodeURIComponent(email)}`} className={buttonLook("main")}>
        Make an account and join
      </Link>
      <Link href={`/sign-in?${back}`} className={buttonLook()}>
        I have an account
      </Link>
    </div>
  );
}
