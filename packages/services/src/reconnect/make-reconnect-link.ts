import { randomBytes } from "node:crypto";
import { agencies, eq, reconnectLinks } from "@headroom/db";
import { z } from "zod";
import { announce } from "../channels/announce.ts";
import { workedChannel } from "../channels/disconnect-channel.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { endOpenLinks } from "./end-open-links.ts";
import { hashLinkToken } from "./open-link.ts";
import { wayOf } from "./way-of.ts";

export const MakeReconnectLinkInput = z.object({ channelId: z.uuid() });
export type MakeReconnectLinkInput = z.infer<typeof MakeReconnectLinkInput>;

/** A link lasts a week, ms: long enough for somebody who reads mail rarely, too short to be forgotten somewhere. */
const validForMs = 7 * 86_400_000;

/**
 * A link through which whoever knows the password signs in again, without an account here. It works once; those made before
 * for the same channel end. The token is told here and never again.
 */
export const makeReconnectLink = async ({
  ctx,
  input,
}: Call<MakeReconnectLinkInput>): Promise<{ path: string; expiresAt: number }> => {
  const { db, agencyId, actor, io } = ctx;
  const channel = await workedChannel(ctx, input.channelId);
  if (channel.connectionId === null) throw new ServiceError("invalid", "Connect this channel before.");
  if ((await wayOf(ctx, channel)) === null) {
    throw new ServiceError("invalid", "This network needs an app first: a manager enters it in the settings.");
  }
  // Two that are made at once must not both stay.
  await endOpenLinks(ctx, channel.id);
  const token = randomBytes(24).toString("base64url");
  const now = io.now();
  const expiresAt = now + validForMs;
  await db.insert(reconnectLinks).values({
    agencyId,
    channelId: channel.id,
    tokenHash: hashLinkToken(token),
    memberId: actor.memberId,
    expiresAt: new Date(expiresAt),
    createdAt: new Date(now),
  });
  await record(ctx, {
    action: "channel.reconnect-link-made",
    subject: "channel",
    subjectId: channel.id,
    after: { title: channel.title, expiresAt },
  });
  await announce(ctx, { what: "client", clientId: channel.clientId });
  const rows = await db.select({ slug: agencies.slug }).from(agencies).where(eq(agencies.id, agencyId));
  return { path: `/reconnect/${firstOr404(rows, "This agency").slug}/${token}`, expiresAt };
};
