import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { auth } from "../../../auth.ts";
import { PublicFrame } from "../../../components/public-frame.tsx";
import { leave } from "../../sign-in/actions.ts";
import { NewAgencyForm } from "./new-agency-form.tsx";

export const metadata: Metadata = { title: "New agency" };

export default async function NewAgencyPage() {
  const session = await auth();
  if (!session?.user?.id) redirect("/sign-in?callbackUrl=/agencies/new");
  return (
    <PublicFrame
      title="Name your agency"
      lead="Clients, team and targets live in an agency. Nobody outside it sees anything of it."
    >
      <NewAgencyForm needsName={!session.user.name} />
      <form action={leave} className="text-soft text-sm">
        Signed in as {session.user.email}.{" "}
        <button type="submit" className="text-accent underline underline-offset-2">
          Sign out
        </button>
        <p className="mt-2">Waiting for an invitation? Ask for its link and open it here.</p>
      </form>
    </PublicFrame>
  );
}
