import "server-only";
import { type Membership, myAgencies } from "@headroom/services";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { auth } from "../auth.ts";
import { app } from "./app.ts";

export interface Visit {
  agency: Membership;
  /** Every agency she belongs to. */
  all: Membership[];
  /** Epoch ms: one instant for the whole page. */
  now: number;
}

/** The agency of a page, for somebody who belongs to it; for anybody else it does not exist. */
export const visit = cache(async (slug: string): Promise<Visit> => {
  const session = await auth();
  if (!session?.user?.id) redirect("/sign-in");
  const all = await myAgencies(app().db, session.user.id);
  const agency = all.find((candidate) => candidate.slug === slug);
  if (agency === undefined) notFound();
  return { agency, all, now: app().io.now() };
});
