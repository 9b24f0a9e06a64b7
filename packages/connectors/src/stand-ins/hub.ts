import { createHmac, randomBytes } from "node:crypto";
import { ask, startDeliveries } from "./deliveries.ts";
import type { StandInReply, StandInRequest } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";

export interface Hub extends Required<Pick<StandIn, "settled">> {
  /** A request to subscribe or to end that. */
  answer: (request: StandInRequest) => StandInReply;
  /** Hands a page's new content to those who asked for it. */
  publish: (topic: string, content: { type: string; body: string }) => void;
}

interface Subscriber {
  callback: string;
  topic: string;
  secret: string;
  /** Epoch milliseconds. */
  until: number;
}

/** The longest that this hub serves without being asked again: what Google's gives. */
const longestLeaseSeconds = 5 * 86_400;

/** A hub (W3C WebSub, sections 5 to 7, read in November 2026): asks back before it believes a request, and signs. */
export function startHub({
  options,
  isTopic,
  algorithm,
}: {
  options: StandInOptions;
  isTopic: (topic: string) => boolean;
  algorithm: "sha1" | "sha256";
}): Hub {
  const now = options.now ?? Date.now;
  const deliveries = startDeliveries(options.deliveries);
  const subscribers = new Map<string, Subscriber>();
  const confirm = async (mode: string, wanted: Subscriber): Promise<void> => {
    const url = new URL(wanted.callback);
    const challenge = randomBytes(8).toString("hex");
    url.searchParams.set("hub.mode", isTopic(wanted.topic) ? mode : "denied");
    url.searchParams.set("hub.topic", wanted.topic);
    url.searchParams.set("hub.challenge", challenge);
    url.searchParams.set("hub.lease_seconds", String(Math.floor((wanted.until - now()) / 1_000)));
    const answer = await ask(url);
    const isMeant = isTopic(wanted.topic) && answer?.ok === true && answer.text === challenge;
    const key = `${wanted.callback} ${wanted.topic}`;
    if (isMeant && mode === "subscribe") subscribers.set(key, wanted);
    if (isMeant && mode === "unsubscribe") subscribers.delete(key);
  };
  return {
    answer: ({ method, body }) => {
      const form = new URLSearchParams(body);
      const mode = form.get("hub.mode");
      const [callback, topic] = [form.get("hub.callback"), form.get("hub.topic")];
      const isAsked = method === "POST" && (mode === "subscribe" || mode === "unsubscribe");
      if (!isAsked || callback === null || topic === null || !URL.canParse(callback)) return { status: 400, body: "" };
      const seconds = Math.min(longestLeaseSeconds, Number(form.get("hub.lease_seconds") ?? longestLeaseSeconds));
      const wanted = { callback, topic, secret: form.get("hub.secret") ?? "", until: now() + seconds * 1_000 };
      void deliveries.inTurn(() => confirm(mode, wanted));
      return { status: 202, body: "" };
    },
    settled: deliveries.settled,
    publish: (topic, { type, body }) => {
      for (const { callback: url, secret, ...one } of subscribers.values()) {
        if (one.topic !== topic || one.until <= now()) continue;
        const signature = createHmac(algorithm, secret).update(body).digest("hex");
        deliveries.send({
          url,
          headers: { "content-type": type, "x-hub-signature": `${algorithm}=${signature}` },
          body,
        });
      }
    },
  };
}
