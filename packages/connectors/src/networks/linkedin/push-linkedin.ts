import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Push, SubscribeInput } from "../../contract/push.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { readDelivery, type Told, touchesOf } from "../../push/read-delivery.ts";
import { isChallenge, isSame, signatureOf } from "../../push/signature.ts";
import { organizationUrn } from "./discover-linkedin.ts";
import { ask, change, pageOf } from "./linkedin-api.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { restliText } from "./restli.ts";

const eventType = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS";
const configSchema = z.object({ organization: z.string().regex(organizationUrn) });

const notificationSchema = z.object({
  organizationalEntity: z.string(),
  action: z.string(),
  sourcePost: z.string().nullish(),
});
const deliverySchema = z.object({ type: z.string(), notifications: tolerantList(notificationSchema).nullish() });

/** Actions that change a post's totals; mentions by others are not read. */
const actions: ReadonlySet<string> = new Set([
  "LIKE",
  "COMMENT",
  "SHARE",
  "ADMIN_COMMENT",
  "COMMENT_EDIT",
  "COMMENT_DELETE",
]);

/**
 * Notifications of a page (learn.microsoft.com/linkedin/marketing/community-management/organizations/
 * organization-social-action-notifications and shared/api-guide/webhook-validation, read in November 2026). What they tell
 * of members is not read.
 */
export const pushLinkedIn: Push = {
  address: "app",
  keyLabel: "App number",
  setUp:
    "On the app's Webhooks tab, which LinkedIn shows to apps with an approved use, add the address shown here. " +
    "Enter the app's number, the last part of the address of its page, as push key.",
  handshake: ({ app }, { query }) => {
    const challengeCode = query.get("challengeCode");
    if (!isChallenge(challengeCode)) return null;
    const challengeResponse = signatureOf(keyed(app.secret), challengeCode);
    const body = JSON.stringify({ challengeCode, challengeResponse });
    return { status: 200, contentType: "application/json", body };
  },
  verify: ({ app }, { headers, body }) =>
    isSame(headers["x-li-signature"], signatureOf(keyed(app.secret), "hmacsha256=", body)),
  parse: (delivery) => {
    const { type, notifications } = readDelivery(deliverySchema, { networkId: "linkedin", body: delivery.body });
    return type === eventType ? touchesOf((notifications ?? []).flatMap(toldBy)) : [];
  },
  subscribe: async (ctx, channel, input) => {
    const key = await subscriptionKey(ctx, channel, input);
    if (key === null) return null;
    const body = JSON.stringify({ webhook: input.callbackUrl });
    await change(ctx, key.session, { method: "PUT", path: key.path, body });
    return { leaseUntil: null };
  },
  unsubscribe: async (ctx, channel, input) => {
    const key = await subscriptionKey(ctx, channel, input);
    if (key !== null) await change(ctx, key.session, { method: "DELETE", path: key.path });
  },
};

const keyed = (secret: string) => ({ algorithm: "sha256", secret, encoding: "hex" }) as const;

function toldBy({ organizationalEntity, action, sourcePost }: z.infer<typeof notificationSchema>): Told[] {
  const channelNativeId = organizationUrn.exec(organizationalEntity)?.[1];
  if (channelNativeId === undefined || !actions.has(action)) return [];
  const isPost = /^urn:li:(share|ugcPost):\d+$/.test(sourcePost ?? "");
  return [{ channelNativeId, postNativeId: isPost ? (sourcePost ?? undefined) : undefined }];
}

const roleSchema = z.object({ organization: z.string(), roleAssignee: z.string() });

/** A subscription is named by the app, the person who administers the page, the page and the kind of event. */
async function subscriptionKey(
  ctx: ConnectorContext,
  channel: PullChannel,
  { secrets: { app } }: SubscribeInput,
): Promise<{ session: TokenSession; path: string } | null> {
  if (app.pushKey === undefined) return null;
  const { organization } = readConfig(configSchema, { networkId: "linkedin", channel });
  const session = await openTokenSession(ctx, { network: linkedinSignIn, secret: channel.secret });
  const { items } = await ask(ctx, session, {
    path: "/organizationAcls",
    query: { q: "roleAssignee", role: "ADMINISTRATOR", state: "APPROVED", start: "0", count: "50" },
    method: "FINDER",
    schema: pageOf(roleSchema),
  });
  const person = items.find((role) => role.organization === organization)?.roleAssignee;
  if (person === undefined) {
    const message = "The person who signed in no longer administers this page.";
    throw new ConnectorError({ networkId: "linkedin", code: "forbidden", message });
  }
  const parts = {
    developerApplication: `urn:li:developerApplication:${app.pushKey}`,
    user: person,
    entity: organization,
    eventType,
  };
  const key = Object.entries(parts).map(([name, value]) => `${name}:${restliText(value)}`);
  return { session, path: `/eventSubscriptions/(${key.join(",")})` };
}
