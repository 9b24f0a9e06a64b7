import "server-only";
import { createTransport } from "nodemailer";
import { app } from "./app.ts";
import { env } from "./env.ts";

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
  const { SMTP_URL, MAIL_FROM, AUTH_URL } = env();
  if (SMTP_URL === undefined) return "not-set-up";
  try {
    await createTransport(SMTP_URL).sendMail({
      to,
      from: MAIL_FROM,
      subject: oneLine(`${by} invites you to ${agencyName} on Headroom`),
      text: `${by} invites you to ${agencyName} on Headroom, which shows every client's score against its target.\n\nOpen this link to join. It works once, for 14 days.\n\n${new URL(path, AUTH_URL)}\n\nIf you did not expect it, ignore this message.`,
    });
    return "mailed";
  } catch (error) {
    app().io.log("An invitation could not be mailed", { error: String(error) });
    return "failed";
  }
};

/** A header ends with its line. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");
