import type { ConnectorContext, PullChannel } from "../contract/network.ts";
import type { Handshake, HandshakeAnswer, Push, SubscribeInput } from "../contract/push.ts";
import { request } from "../http/request.ts";
import { isSame, signatureOf } from "./signature.ts";

/** Asked of every hub; it may give less, and says so when it asks back. */
const leaseSeconds = 10 * 86_400;

/** Where changes of a page are told: the hub, and the page's address as the hub knows it. */
export interface Subject {
  hub: string;
  topic: string;
}

export interface WebSubInput {
  networkId: string;
  /** Null where the channel names no hub. */
  subjectOf: (
    ctx: Pick<ConnectorContext, "baseUrls">,
    channel: Pick<PullChannel, "nativeId" | "config">,
  ) => Subject | null;
  parse: Push["parse"];
}

/** Push through a hub (W3C WebSub, 23 January 2018, sections 5 to 7, read in November 2026), one address for each channel. */
export const webSub = ({ networkId, subjectOf, parse }: WebSubInput): Push => {
  const ask = async (
    ctx: ConnectorContext,
    { hub, topic }: Subject,
    mode: "subscribe" | "unsubscribe",
    input: SubscribeInput,
  ) => {
    const form = new URLSearchParams({ "hub.mode": mode, "hub.topic": topic, "hub.callback": input.callbackUrl });
    if (mode === "subscribe") {
      form.set("hub.lease_seconds", String(leaseSeconds));
      form.set("hub.secret", input.secrets.verifyToken);
    }
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await request(ctx, { networkId, url: hub, method: "POST", headers, body: form.toString() });
    await response.body?.cancel();
  };
  return {
    address: "channel",
    handshake: (_, asked) => answerTo(asked, asked.channel === undefined ? null : subjectOf({}, asked.channel)),
    verify: ({ verifyToken }, { headers, body }) => isSigned(verifyToken, { given: headers["x-hub-signature"], body }),
    parse,
    subscribe: async (ctx, channel, input) => {
      const subject = subjectOf(ctx, channel);
      if (subject === null) return null;
      await ask(ctx, subject, "subscribe", input);
      return { leaseUntil: ctx.now() + leaseSeconds * 1_000 };
    },
    unsubscribe: async (ctx, channel, input) => {
      const subject = subjectOf(ctx, channel);
      if (subject !== null) await ask(ctx, subject, "unsubscribe", input);
    },
  };
};

/**
 * A hub asks whether we meant it, or tells that it will not serve us; only about the page that this channel is. While the
 * channel is read nobody meant the end, so that a stranger who asks a hub for it ends nothing.
 */
function answerTo({ query, channel }: Handshake, subject: Subject | null): HandshakeAnswer | null {
  const mode = query.get("hub.mode");
  const challenge = query.get("hub.challenge");
  const yes = (body: string) => ({ status: 200, contentType: "text/plain", body });
  if (channel === undefined) return mode === "unsubscribe" && challenge !== null ? yes(challenge) : null;
  if (subject === null || query.get("hub.topic") !== subject.topic) return null;
  if (mode === "denied") return yes("");
  if (challenge === null || mode !== "subscribe") return null;
  const lease = Number(query.get("hub.lease_seconds") ?? Number.NaN);
  const hasLease = Number.isSafeInteger(lease) && lease > 0;
  return { ...yes(challenge), ...(hasLease && { leaseSeconds: Math.min(lease, leaseSeconds) }) };
}

const algorithms = ["sha1", "sha256", "sha384", "sha512"] as const;

/** Section 7.1: the method that the hub chose, then the hash. Older hubs know SHA-1 alone, which still holds for keyed hashes. */
function isSigned(secret: string, { given, body }: { given: string | undefined; body: Uint8Array }): boolean {
  const [method, hash] = given?.split("=", 2) ?? [];
  const algorithm = algorithms.find((one) => one === method);
  return algorithm !== undefined && isSame(hash, signatureOf({ algorithm, secret, encoding: "hex" }, body));
}
