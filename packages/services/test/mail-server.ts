import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface Received {
  to: string[];
  /** As it came over the line. */
  source: string;
}

export interface MailServer {
  url: string;
  received: Received[];
  /** What it says to every mail from now on; null to take them. */
  refuse: (reason: string | null) => void;
  close: () => Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is given. */
export const startMailServer = async (): Promise<MailServer> => {
  const received: Received[] = [];
  let refusal: string | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, { envelope }, done) => {
      text(stream).then((source) => {
        if (refusal !== null) return done(Object.assign(new Error(refusal), { responseCode: 451 }));
        received.push({ to: envelope.rcptTo.map(({ address }) => address), source });
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: (reason) => {
      refusal = reason;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** The decoded text of a mail in one part. */
export const bodyOf = ({ source }: Received): string => {
  const [head = "", ...rest] = source.replaceAll("\r\n", "\n").split("\n\n");
  const body = rest.join("\n\n");
  if (!/^content-transfer-encoding: quoted-printable$/im.test(head)) return body;
  const octets = body
    .replaceAll("=\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, "latin1").toString("utf8");
};

/** A header's value on one line; undefined where the mail has none of that name. */
export const headerOf = ({ source }: Received, name: string): string | undefined => {
  const [head = ""] = source.replaceAll("\r\n", "\n").split("\n\n");
  return new RegExp(`^${name}: (.*)$`, "im").exec(head.replaceAll(/\n\s+/g, " "))?.[1];
};
