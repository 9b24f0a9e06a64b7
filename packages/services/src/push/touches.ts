import { and, asc, eq, inArray, lte, touches } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** Read again in one reading at most; the others wait for the next. */
const touchedAtOnce = 100;

/** The posts of a channel of which the network said that something changed, longest waiting first. */
export const touchedPosts = async (
  { db, agencyId }: SystemContext,
  { channelId, until }: { channelId: string; until: number },
): Promise<string[]> => {
  const rows = await db
    .select({ id: touches.postNativeId })
    .from(touches)
    .where(and(eq(touches.agencyId, agencyId), eq(touches.channelId, channelId), lte(touches.at, new Date(until))))
    .orderBy(asc(touches.at), asc(touches.postNativeId))
    .limit(touchedAtOnce);
  return rows.map(({ id }) => id);
};

/** Strikes off what was read again; one that was touched once more meanwhile stays. */
export const dropTouches = async (
  { db, agencyId }: SystemContext,
  { channelId, until, postNativeIds }: { channelId: string; until: number; postNativeIds: readonly string[] },
): Promise<void> => {
  if (postNativeIds.length === 0) return;
  await db
    .delete(touches)
    .where(
      and(
        eq(touches.agencyId, agencyId),
        eq(touches.channelId, channelId),
        inArray(touches.postNativeId, [...postNativeIds]),
        lte(touches.at, new Date(until)),
      ),
    );
};
