import { z } from "zod";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInPost, StandInStore } from "./store.ts";

const bodySchema = z.object({
  board_id: z.string().regex(/^\d+$/),
  title: z.string().max(100).default(""),
  description: z.string().max(800).default(""),
  link: z.url().max(2_048).optional(),
  alt_text: z.string().max(500).default(""),
  media_source: z.object({
    source_type: z.literal("image_base64"),
    content_type: z.enum(["image/jpeg", "image/png"]),
    data: z.base64(),
  }),
});

/** Specification 5.23 of pinterest/api-description, "pins/create", read in November 2026. */
export function createPin(
  { body }: StandInRequest,
  { store, boards }: { store: StandInStore; boards: readonly { id: string }[] },
): { pin: StandInPost; boardId: string } | { reply: StandInReply } {
  const asked = bodySchema.safeParse(JSON.parse(body)).data;
  if (asked === undefined) return { reply: refusal(400, 1) };
  const { board_id: boardId } = asked;
  if (!boards.some(({ id }) => id === boardId)) return { reply: refusal(404, 40) };
  const { title, description: text, link = null, alt_text: alt, media_source: picture } = asked;
  const size = Buffer.from(picture.data, "base64").byteLength;
  const images = [{ alt, mediaType: picture.content_type, size }];
  return { pin: store.publish({ title, text, link, images }), boardId };
}

const refusal = (status: number, code: number): StandInReply =>
  json({ code, message: "Something that people read" }, { status });
