"use server";

import { InviteMemberInput } from "@headroom/api";
import { instantLabel } from "@headroom/insights";
import { TRPCError } from "@trpc/server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { visit } from "../../../composition/agency.ts";
import { deliverInvite } from "../../../composition/invite-mail.ts";
import { api } from "../../../trpc/server.ts";

export interface InviteState {
  email: string;
  /** The invitation just made; its link is shown this once. */
  made: { email: string; path: string; until: string; said: string } | null;
  /** By field; `form` for what belongs to none. */
  problems: { email?: string; role?: string; form?: string };
}

/** Makes an invitation and mails it where this server sends mail. */
export const invite = async (_before: InviteState, form: FormData): Promise<InviteState> => {
  const slug = String(form.get("agency") ?? "");
  const email = String(form.get("email") ?? "").trim();
  const parsed = InviteMemberInput.safeParse({ email, role: form.get("role") });
  if (!parsed.success) return { email, made: null, problems: problemsOf(parsed.error) };
  const { agency, now } = await visit(slug);
  try {
    const { path, expiresAt } = await (await api(slug)).member.invite(parsed.data);
    const outcome = await deliverInvite({
      to: parsed.data.email,
      path,
      agencyName: agency.name,
      by: agency.memberName,
    });
    const until = instantLabel(expiresAt, { zone: agency.memberTimeZone, now });
    revalidatePath(`/${slug}/team`);
    return { email: "", made: { email: parsed.data.email, path, until, said: words[outcome] }, problems: {} };
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return { email, made: null, problems: { form: error.message } };
  }
};

const words = {
  mailed: "The invitation was mailed.",
  "not-set-up": "The invitation is ready. Nothing was mailed: copy the link and pass it on.",
  failed: "The invitation is ready, but the mail server did not take it. Copy the link and pass it on.",
} as const;

const problemsOf = (error: z.ZodError<InviteMemberInput>): InviteState["problems"] => {
  const { email, role } = z.flattenError(error).fieldErrors;
  return {
    ...(email?.[0] === undefined ? {} : { email: email[0] }),
    ...(role === undefined ? {} : { role: "Choose a role." }),
  };
};
