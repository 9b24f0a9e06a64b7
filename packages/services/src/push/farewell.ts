import type { SubscribeInput } from "@headroom/connectors";
import { and, type Database, eq, inArray, subscriptions } from "@headroom/db";
import { atNetwork } from "../channels/at-network.ts";
import { type ChannelAccess, type ChannelJob, loadAccess } from "../channels/reach-channel.ts";
import type { SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { type Entry, enterAgency } from "../context/enter-agency.ts";
import { pushAddress } from "./push-address.ts";
import { routesOf, subjectHash } from "./push-routes.ts";

/** What it takes to end the deliveries about a channel that is no longer there. */
interface Farewell {
  access: ChannelAccess;
  asked: SubscribeInput;
}

export interface Leaving {
  /** The channels that `leave` takes away. */
  channelIds: (ctx: SystemContext) => Promise<string[]>;
  leave: (ctx: Parameters<Parameters<typeof enterAgency>[1]>[0]) => Promise<void>;
}

/**
 * Takes channels away and, once that is done, tells their networks to send no more. Nobody waits for the networks: one that
 * does not hear it goes on sending to an address that answers "gone".
 */
export const leavePolitely = async (entry: Entry, { channelIds, leave }: Leaving): Promise<void> => {
  const farewells = await enterAgency(entry, async (ctx) => {
    const gathered = await gather(ctx, await channelIds(ctx));
    await leave(ctx);
    return gathered;
  });
  void sayFarewell(entry, farewells);
};

const gather = async (ctx: SystemContext, channelIds: readonly string[]): Promise<Farewell[]> => {
  if (channelIds.length === 0) return [];
  const { db, agencyId } = ctx;
  const held = await db
    .select({ channelId: subscriptions.channelId, sealedToken: subscriptions.sealedToken })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.agencyId, agencyId),
        inArray(subscriptions.channelId, [...channelIds]),
        inArray(subscriptions.state, ["asked", "active"]),
      ),
    );
  const farewells: Farewell[] = [];
  for (const { channelId, sealedToken } of held) {
    const access = await loadAccess(ctx, channelId);
    const asked = access === null ? null : pushAddress(ctx, { access, sealedToken });
    if (access !== null && asked !== null) farewells.push({ access, asked });
  }
  return farewells;
};

/** A network tells an app of an account once, however many agencies read it: whoever reads it still is to hear of it. */
const isReadElsewhere = async (db: Database, { network, nativeId }: ChannelAccess["channel"]): Promise<boolean> =>
  (await routesOf(db, [subjectHash(network, nativeId)])).length > 0;

const sayFarewell = async (job: ChannelJob, farewells: readonly Farewell[]): Promise<void> => {
  for (const { access, asked } of farewells) {
    try {
      if (await isReadElsewhere(job.db, access.channel)) continue;
      await atNetwork(job, access, async ({ network, outside, account }) => {
        await network.push?.unsubscribe(outside, account, asked);
      });
    } catch (error) {
      job.io.log("A network was not told that a channel is gone", { error: describeError(error) });
    }
  }
};
