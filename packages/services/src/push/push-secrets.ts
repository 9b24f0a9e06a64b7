import { createHmac, randomBytes } from "node:crypto";
import type { AppCredentials, PushSecrets } from "@headroom/connectors";

/** What a subscription's own secret is sealed for. */
export const subscriptionPurpose = (channelId: string): string => `subscription:${channelId}`;

/** A new secret with which one channel's deliveries are signed. */
export const newToken = (): string => randomBytes(24).toString("base64url");

/** Where all deliveries for an app arrive; `whose`: the agency's id, or `all` for the operator's own app. */
export const appCallback = (
  { publicUrl }: { publicUrl: string },
  { network, whose }: { network: string; whose: string },
): string => `${publicUrl}/push/${network}/${whose}`;

/** Where the deliveries for one channel arrive. */
export const channelCallback = (
  { publicUrl }: { publicUrl: string },
  { network, agencyId, channelId }: { network: string; agencyId: string; channelId: string },
): string => `${publicUrl}/push/${network}/${agencyId}/${channelId}`;

/**
 * What an app's webhook is verified with. The verify token follows from the app's secret, so that it need not be stored, and
 * whoever changes the one changes the other.
 */
export const appSecrets = (app: AppCredentials, network: string): PushSecrets => ({
  app,
  verifyToken: createHmac("sha256", app.secret).update(`verify token for ${network}`).digest("base64url").slice(0, 32),
});

/** For networks whose deliveries are signed with the subscription's own secret. */
export const channelSecrets = (token: string, app: AppCredentials | null): PushSecrets => ({
  app: app ?? { id: "", secret: "" },
  verifyToken: token,
});
