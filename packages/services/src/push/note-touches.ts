import { sql, subscriptions } from "@headroom/db";
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
  const ids = JSON.stringify([...new Set(postNativeIds)].slice(0, mostTouched));
  // One statement: hundreds of messages come in a second, and each is a way to the database and back.
  const still = await db.execute(sql`
    with told as (
      update subscriptions set delivered_at = to_timestamp(${io.now()}::float8 / 1000), deliveries = deliveries + 1
      where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid
      returning agency_id, channel_id, delivered_at
    ), noted as (
      insert into touches (agency_id, channel_id, post_native_id, at)
      select agency_id, channel_id, id, delivered_at from told, jsonb_array_elements_text(${ids}::jsonb) id
      on conflict (agency_id, channel_id, post_native_id) do update set at = excluded.at
    )
    select from told`);
  if (still.length === 0) return false;
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
