import "server-only";
import { createTransport } from "nodemailer";
import { app } from "./app.ts";
import { env } from "./env.ts";

/** Whether links are mailed; otherwise the operator finds them in the log, and the page says so. */
export const mailIsSetUp = (): boolean => env().SMTP_URL !== undefined;

export const deliverMagicLink = async ({ to, url }: { to: string; url: string }): Promise<void> => {
  const { SMTP_URL, MAIL_FROM } = env();
  if (SMTP_URL === undefined) {
    app().io.log(`Sign-in link for ${to} (no SMTP_URL is set, so it is not mailed): ${url}`);
    return;
  }
  await createTransport(SMTP_URL).sendMail({
    to,
    from: MAIL_FROM,
    subject: "Your sign-in link for Headroom",
    text: `Open this link to sign in to Headroom. It works once, for one hour.\n\n${url}\n\nIf you did not ask for it, ignore this message.`,
  });
};
