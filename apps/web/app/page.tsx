import { redirect } from "next/navigation";
import { auth } from "../auth.ts";
import { app } from "../composition/app.ts";
import { myAgencies } from "../composition/before-agency.ts";

/** Staffers start with what comes next, everybody else with the clients; who belongs nowhere yet founds an agency. */
export default async function Home() {
  const session = await auth();
  if (!session?.user?.id) redirect("/sign-in");
  const [first] = await myAgencies(app().db, session.user.id);
  if (first === undefined) redirect("/agencies/new");
  redirect(first.role === "staffer" ? `/${first.slug}/next-up` : `/${first.slug}/clients`);
}
