import { z } from "zod";
import type { Delivery, Push } from "../../contract/push.ts";
import { isSame, signatureOf } from "../../push/signature.ts";

/**
 * How Facebook, Instagram and Threads ask for an address and sign what they send there
 * (developers.facebook.com/docs/graph-api/webhooks/getting-started, read in November 2026). The signature is over the bytes
 * as they were sent, with letters beyond ASCII escaped.
 */
export const graphReceiving: Pick<Push, "handshake" | "verify" | "asksVerifyToken"> = {
  asksVerifyToken: true,
  handshake: ({ verifyToken }, { query }) => {
    const challenge = query.get("hub.challenge");
    const isForUs = query.get("hub.mode") === "subscribe" && isSame(query.get("hub.verify_token"), verifyToken);
    return isForUs && challenge !== null ? { status: 200, contentType: "text/plain", body: challenge } : null;
  },
  verify: ({ app }, { headers, body }: Delivery) => {
    const expected = signatureOf({ algorithm: "sha256", secret: app.secret, encoding: "hex" }, body);
    return isSame(headers["x-hub-signature-256"], `sha256=${expected}`);
  },
};

/** What a call that changes something answers. */
export const successSchema = z.object({ success: z.union([z.boolean(), z.string()]).nullish() });
