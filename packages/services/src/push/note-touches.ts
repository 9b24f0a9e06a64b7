import { and, eq, sql, subscriptions, touches } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";
import { hastenSync } from "./hasten-sync.ts";

/** Of one delivery; the networks send at most a thousand changes at once. */
const mostTouched = 1_000;

export interface ToldChannel {
  channelId: string;
  /** Posts of which something changed; may be empty. */
  postNativeIds: readonly string[];
}

/** Notes that a network told of a channel, and has it read soon; false where the channel was taken away. */
export const noteTouches = async (ctx: SystemContext, { channelId, postNativeIds }: ToldChannel): Promise<boolean> => {
  const { db, agencyId, io } = ctx;
  const at = new Date(io.now());
  const still = await db
    .update(subscriptions)
    .set({ deliveredAt: at, deliveries: sql`${subscriptions.deliveries} + 1` })
    .where(and(eq(subscriptions.agencyId, agencyId), eq(subscriptions.channelId, channelId)))
    .returning({ channelId: subscriptions.channelId });
  if (still.length === 0) return false;
  const ids = [...new Set(postNativeIds)].slice(0, mostTouched);
  if (ids.length > 0) {
    await db
      .insert(touches)
      .values(ids.map((postNativeId) => ({ agencyId, channelId, postNativeId, at })))
      .onConflictDoUpdate({ target: [touches.agencyId, touches.channelId, touches.postNativeId], set: { at } });
  }
  await hastenSync(ctx, channelId);
  return true;
};

/** Notes that a connection over which a network tells of a channel is being opened, or why there is none. */
export const noteListening = async (
  { db, agencyId, io }: SystemContext,
  { channelId, error = null }: { channelId: string; error?: string | null },
): Promise<void> => {
  const now = { state: error === null ? "active" : "failed", askedAt: new Date(io.now()), error } as const;
  await db
    .insert(subscriptions)
    .values({ agencyId, channelId, ...now })
    .onConflictDoUpdate({ target: [subscriptions.agencyId, subscriptions.channelId], set: now });
};
