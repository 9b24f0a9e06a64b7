"use server";

import { redirect } from "next/navigation";
import { auth } from "../../../auth.ts";
import { app } from "../../../composition/app.ts";
import { acceptInvite, ServiceError, TimeZone } from "../../../composition/before-agency.ts";

export interface JoinState {
  /** By field; `form` for what belongs to none. */
  problems: { yourName?: string; timeZone?: string; form?: string };
}

/** Accepts an invitation for the person who is signed in. */
export const join = async (_before: JoinState, form: FormData): Promise<JoinState> => {
  const code = String(form.get("code") ?? "");
  const session = await auth();
  const user = session?.user;
  if (!user?.id) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/join/${code}`)}`);
  const name =
    user.name ||
    String(form.get("yourName") ?? "")
      .trim()
      .slice(0, 80);
  if (name === "") return { problems: { yourName: "Tell us your name." } };
  const zone = TimeZone.safeParse(String(form.get("timeZone") ?? "").trim());
  if (!zone.success) return { problems: { timeZone: zone.error.issues[0]?.message ?? "This time zone is not known." } };
  const { db, io } = app();
  let slug: string;
  try {
    ({ slug } = await acceptInvite(db, { code, userId: user.id, name, timeZone: zone.data, now: io.now() }));
  } catch (error) {
    if (error instanceof ServiceError) return { problems: { form: error.message } };
    throw error;
  }
  redirect(`/${slug}/next-up`);
};
