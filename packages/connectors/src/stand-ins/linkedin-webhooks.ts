import { createHmac, randomUUID } from "node:crypto";
import { ask, startDeliveries } from "./deliveries.ts";
import { standInApp } from "./oauth.ts";
import type { StandInReply, StandInRequest } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import type { Change } from "./watch-store.ts";

/** The app's number, as the address of its page in LinkedIn's portal ends. */
export const appNumber = "214583";
const eventType = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS";

export interface LinkedInWebhooks extends Required<Pick<StandIn, "settled">> {
  /** Undefined for what is none of its. */
  answer: (request: StandInRequest) => Promise<StandInReply> | undefined;
  tell: (change: Change) => void;
}

/**
 * Notifications of a page (learn.microsoft.com/linkedin/marketing/community-management/organizations/
 * organization-social-action-notifications, shared/api-guide/webhook-validation; read in November 2026).
 */
export function linkedInWebhooks({
  options,
  organization,
}: {
  options: StandInOptions;
  organization: string;
}): LinkedInWebhooks {
  const deliveries = startDeliveries(options.deliveries);
  let webhook: string | null = null;
  let told = 0;
  const change = async ({ method, path, body }: StandInRequest): Promise<StandInReply> => {
    const isOurs = [`urn:li:developerApplication:${appNumber}`, organization, eventType, "urn:li:person:"].every(
      (part) => path.includes(part),
    );
    if (!isOurs) return { status: 403, body: "{}" };
    const asked: { webhook?: string } = method === "PUT" ? JSON.parse(body) : {};
    if (asked.webhook !== undefined && !(await isAnswered(asked.webhook))) return { status: 400, body: "{}" };
    webhook = asked.webhook ?? null;
    return { status: method === "PUT" ? 201 : 204, body: "" };
  };
  const isAnswered = async (callback: string): Promise<boolean> => {
    const url = new URL(callback);
    const challengeCode = randomUUID();
    url.searchParams.set("challengeCode", challengeCode);
    const answer = await ask(url);
    const wanted = JSON.stringify({ challengeCode, challengeResponse: hash(challengeCode) });
    return answer?.ok === true && answer.text === wanted;
  };
  return {
    answer: (request) => (request.path.startsWith("/rest/eventSubscriptions/") ? change(request) : undefined),
    settled: deliveries.settled,
    tell: (happened) => {
      const action = actions[happened.kind];
      if (webhook === null || action === undefined || happened.kind === "mention") return;
      const notification = {
        notificationId: ++told,
        organizationalEntity: organization,
        action,
        sourcePost: `urn:li:share:${happened.post.id}`,
      };
      const body = JSON.stringify({ type: eventType, notifications: [notification] });
      const headers = { "content-type": "application/json", "x-li-signature": hash(`hmacsha256=${body}`) };
      deliveries.send({ url: webhook, headers, body });
    },
  };
}

const actions: Partial<Record<Change["kind"], string>> = { like: "LIKE", comment: "COMMENT", reshare: "SHARE" };

const hash = (text: string): string => createHmac("sha256", standInApp.secret).update(text).digest("hex");
