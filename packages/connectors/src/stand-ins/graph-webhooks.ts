import { createHmac, randomBytes } from "node:crypto";
import { ask, startDeliveries } from "./deliveries.ts";
import { standInApp } from "./oauth.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";

export interface GraphWebhooks extends Required<Pick<StandIn, "setCallback" | "settled">> {
  /** Accounts and pages that have the app installed; messages about others are not sent. */
  installed: Set<string>;
  tell: (account: string, body: object) => void;
}

/**
 * Webhooks of an app of Facebook, Instagram or Threads (developers.facebook.com/docs/graph-api/webhooks/getting-started, read
 * in November 2026): one address, asked with a challenge, and bodies with letters beyond ASCII escaped.
 */
export function graphWebhooks(options: StandInOptions): GraphWebhooks {
  const deliveries = startDeliveries(options.deliveries);
  const installed = new Set<string>();
  let callback: string | null = null;
  return {
    installed,
    setCallback: async ({ callbackUrl, verifyToken }) => {
      const url = new URL(callbackUrl);
      const challenge = randomBytes(6).toString("hex");
      url.searchParams.set("hub.mode", "subscribe");
      url.searchParams.set("hub.challenge", challenge);
      url.searchParams.set("hub.verify_token", verifyToken);
      const answer = await ask(url);
      const isOurs = answer?.ok === true && answer.text === challenge;
      if (isOurs) callback = callbackUrl;
      return isOurs;
    },
    settled: deliveries.settled,
    tell: (account, message) => {
      if (callback === null || !installed.has(account)) return;
      const body = escaped(JSON.stringify(message));
      const signature = createHmac("sha256", standInApp.secret).update(body).digest("hex");
      const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
      deliveries.send({ url: callback, headers, body });
    },
  };
}

/** An account installs the app, or ends that. */
export function install({ method }: StandInRequest, { installed }: GraphWebhooks, account: string): StandInReply {
  if (method === "POST") installed.add(account);
  if (method === "DELETE") installed.delete(account);
  return json(method === "GET" ? { data: installed.has(account) ? [{ id: standInApp.id }] : [] } : { success: true });
}

const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
