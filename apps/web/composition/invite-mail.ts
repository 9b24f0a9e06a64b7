import "server-only";
import { app } from "./app.ts";

export interface InviteMail {
  to: string;
  path: string;
  agencyName: string;
  by: string;
}

/** Mails an invitation; says so when it did not. */
export const deliverInvite = async ({
  to,
  path,
  agencyName,
  by,
}: InviteMail): Promise<"mailed" | "not-set-up" | "failed"> => {
  const { mail, publicUrl, log } = app().io;
  if (mail === undefined) return "not-set-up";
  try {
    await mail({
      to,
      subject: `${by} invites you to ${agencyName} on Headroom`,
      text: `${by} invites you to ${agencyName} on Headroom, which shows every client's score against its target.\n\nOpen this link to join. It works once, for 14 days.\n\n${new URL(path, publicUrl)}\n\nIf you did not expect it, ignore this message.`,
    });
    return "mailed";
  } catch (error) {
    log("An invitation could not be mailed", { error: String(error) });
    return "failed";
  }
};
