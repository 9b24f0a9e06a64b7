import "server-only";
import { agencyOfState, type Membership, myAgencies } from "@headroom/services";
import { redirect } from "next/navigation";
import { auth } from "../auth.ts";
import { app } from "./app.ts";

/** The agency that a network's answer names, if the person who brings it belongs there. */
export const membershipOfState = async (state: string): Promise<Membership | null> => {
  const session = await auth();
  if (!session?.user?.id) redirect("/sign-in");
  const agencyId = agencyOfState(state);
  const all = await myAgencies(app().db, session.user.id);
  return all.find((membership) => membership.agencyId === agencyId) ?? null;
};
