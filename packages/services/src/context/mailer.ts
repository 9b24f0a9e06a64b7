import { createTransport } from "nodemailer";

export interface Mail {
  to: string;
  /** One line. */
  subject: string;
  /** Plain text. */
  text: string;
  /** The same for the same message: a repeat after a crash is then known as one. */
  id?: string;
}

/** Hands a mail over to the mail server. Throws when the server cannot be reached or refuses it. */
export type SendMail = (mail: Mail) => Promise<void>;

export interface MailSettings {
  /** `smtp://` or `smtps://` with user and password where the server asks for them. */
  smtpUrl: string;
  /** The sender, such as `Headroom <headroom@example.com>`. */
  from: string;
}

/** A server that does not answer is given up after this long, ms. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

export const createMailer = ({ smtpUrl, from }: MailSettings): SendMail => {
  const transport = createTransport({ url: smtpUrl, ...patience });
  return async ({ to, subject, text, id }) => {
    await transport.sendMail({ to, from, subject: oneLine(subject), text, ...(id && { messageId: id }) });
  };
};

/** A header ends with its line. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");
