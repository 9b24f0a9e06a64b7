import "server-only";
import { app } from "./app.ts";

/** Whether anything is mailed; otherwise the operator finds sign-in links in the log, and the pages say so. */
export const mailIsSetUp = (): boolean => app().io.mail !== undefined;

export const deliverMagicLink = async ({ to, url }: { to: string; url: string }): Promise<void> => {
  const { mail, log } = app().io;
  if (mail === undefined) {
    log(`Sign-in link for ${to} (no SMTP_URL is set, so it is not mailed): ${url}`);
    return;
  }
  await mail({
    to,
    subject: "Your sign-in link for Headroom",
    text: `Open this link to sign in to Headroom. It works once, for one hour.\n\n${url}\n\nIf you did not ask for it, ignore this message.`,
  });
};
