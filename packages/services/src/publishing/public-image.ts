import { and, type Database, eq, images, inAgency, plannedPieces, plannedPosts, sql } from "@headroom/db";
import { z } from "zod";
import type { Io } from "../context/context.ts";

/** Where a network fetches a picture while its post is being sent. */
export const imageUrl = (
  { publicUrl }: Pick<Io, "publicUrl">,
  { agencyId, id }: { agencyId: string; id: string },
): string => `${publicUrl}/pictures/${agencyId}/${id}`;

export interface PublicImage {
  mediaType: string;
  bytes: Uint8Array;
}

const Ids = z.object({ agencyId: z.uuid(), id: z.uuid() });

/** A picture whose post is being sent right now; null for any other, so that nothing is public before or after. */
export const publicImage = async (
  db: Database,
  input: { agencyId: string; id: string },
): Promise<PublicImage | null> => {
  const ids = Ids.safeParse(input);
  if (!ids.success) return null;
  const { agencyId, id } = ids.data;
  return inAgency(db, { agencyId }, async (tx) => {
    const [row] = await tx
      .select({ mediaType: images.mediaType, bytes: images.bytes })
      .from(images)
      .innerJoin(
        plannedPieces,
        and(eq(plannedPieces.agencyId, images.agencyId), sql`${images.id} = any(${plannedPieces.imageIds})`),
      )
      .innerJoin(
        plannedPosts,
        and(
          eq(plannedPosts.agencyId, plannedPieces.agencyId),
          eq(plannedPosts.id, plannedPieces.planId),
          eq(plannedPosts.state, "sending"),
        ),
      )
      .where(and(eq(images.agencyId, agencyId), eq(images.id, id)))
      .limit(1);
    return row ?? null;
  });
};
