import type { ImageType } from "@headroom/connectors";
import { images } from "@headroom/db";
import { imageSize } from "image-size";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

/** The most that any network takes of a picture which it also shows well. */
export const imageLimit = { bytes: 8_000_000, message: "A picture may have at most 8 MB." };

export const StoreImageInput = z.object({
  clientId: z.uuid(),
  bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= imageLimit.bytes, imageLimit.message),
  /** What it shows, in words. */
  alt: z.string().trim().max(1_500, "At most 1 500 characters.").default(""),
});
export type StoreImageInput = z.infer<typeof StoreImageInput>;

/** Pixels; a larger one is no picture for a post, and a danger to whoever opens it. */
const mostPixels = 50_000_000;

/** Keeps a picture for a post of the client's. What it is, its first bytes tell, not its name. */
export const storeImage = async ({
  ctx,
  input,
}: Call<StoreImageInput>): Promise<{ imageId: string; width: number; height: number }> => {
  const client = await workedClient(ctx, input.clientId);
  const { mediaType, width, height } = looked(input.bytes);
  const rows = await ctx.db
    .insert(images)
    .values({
      agencyId: ctx.agencyId,
      clientId: client.id,
      mediaType,
      width,
      height,
      alt: input.alt,
      bytes: input.bytes,
      createdBy: ctx.actor.memberId,
      createdAt: new Date(ctx.io.now()),
    })
    .returning({ id: images.id });
  return { imageId: firstOr404(rows, "The picture").id, width, height };
};

const mediaTypes: Readonly<Record<string, ImageType>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
};

const looked = (bytes: Uint8Array) => {
  const refusal = new ServiceError("invalid", "This is no JPEG, PNG, WebP or GIF picture.", { field: "bytes" });
  const { type, width, height } = sizeOf(bytes) ?? {};
  const mediaType = mediaTypes[type ?? ""];
  if (mediaType === undefined || width === undefined || height === undefined) throw refusal;
  if (!(width > 0 && height > 0)) throw refusal;
  if (width * height > mostPixels) {
    throw new ServiceError("invalid", "A picture may have at most 50 million pixels.", { field: "bytes" });
  }
  return { mediaType, width, height };
};

/**
 * Undefined for bytes in which no picture is recognised. Looked at in memory of their own: image-size 2.1 reads past the end of
 * a view, into whatever lies beside it.
 */
const sizeOf = (bytes: Uint8Array): ReturnType<typeof imageSize> | undefined => {
  try {
    return imageSize(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
};
