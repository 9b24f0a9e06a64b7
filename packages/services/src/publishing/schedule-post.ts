import { checkPost, networkById, type OutgoingPost, type Publishing } from "@headroom/connectors";
import { and, channels, eq, images, inArray, plannedPieces, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { futureInstant } from "../plans/future-instant.ts";
import { requireRoom } from "../plans/plan-post.ts";

const Piece = z.object({
  text: z.string().max(70_000, "At most 70 000 characters."),
  link: z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "A web address begins with https://.")
    .nullable()
    .default(null),
  imageIds: z.array(z.uuid()).max(20).default([]),
});

export const SchedulePostInput = z.object({
  clientId: z.uuid(),
  /** The same post goes out on each of them. */
  channelIds: z.array(z.uuid()).min(1, "Choose a channel.").max(20),
  /** What the client's clocks show, e.g. `2026-12-24T18:00`; null for now. */
  at: z.string().max(16).nullable(),
  title: z.string().trim().max(300).default(""),
  /** One, or the pieces of a thread in their order. */
  pieces: z.array(Piece).min(1).max(25, "A thread has at most 25 pieces."),
});
export type SchedulePostInput = z.infer<typeof SchedulePostInput>;

/** Has Headroom send a post at its time. What a network would refuse is refused here already, in words. */
export const schedulePost = async ({ ctx, input }: Call<SchedulePostInput>): Promise<{ planIds: string[] }> => {
  const client = await workedClient(ctx, input.clientId);
  const at = input.at === null ? ctx.io.now() : futureInstant(ctx, { at: input.at, timeZone: client.timeZone });
  const pictures = await loadPictures(ctx, input);
  const planIds: string[] = [];
  for (const channelId of new Set(input.channelIds)) {
    const { channel, publishing } = await publishableChannel(ctx, { clientId: client.id, channelId });
    // What has no headline there goes out without.
    const titled = publishing.rules.title === undefined ? { ...input, title: "" } : input;
    requireAccepted({ input: titled, channel, publishing, pictures });
    await requireRoom(ctx, client.id);
    planIds.push(await put(ctx, { input: titled, channelId, at }));
  }
  return { planIds };
};

type Picture = Pick<typeof images.$inferSelect, "id" | "mediaType" | "width" | "height" | "alt">;

const loadPictures = async (
  { db, agencyId }: Context,
  { clientId, pieces }: SchedulePostInput,
): Promise<Map<string, Picture & { size: number }>> => {
  const ids = pieces.flatMap(({ imageIds }) => imageIds);
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(images)
    .where(and(eq(images.agencyId, agencyId), eq(images.clientId, clientId), inArray(images.id, ids)));
  if (rows.length < new Set(ids).size) {
    throw new ServiceError("not-found", "A picture is not there any more. Add it again.", { field: "imageIds" });
  }
  return new Map(rows.map((row) => [row.id, { ...row, size: row.bytes.byteLength }]));
};

interface Acceptance {
  input: SchedulePostInput;
  channel: typeof channels.$inferSelect;
  publishing: Publishing;
  pictures: Map<string, Picture & { size: number }>;
}

const requireAccepted = ({ input, channel, publishing, pictures }: Acceptance): void => {
  const where = networkById(channel.network)?.title ?? channel.network;
  if (input.pieces.length > 1 && !publishing.rules.thread) {
    throw new ServiceError("invalid", `${where} has no threads: shorten it to one piece.`, { field: "pieces" });
  }
  for (const [position, piece] of input.pieces.entries()) {
    const outgoing: OutgoingPost = {
      text: piece.text,
      title: input.title,
      link: piece.link,
      images: piece.imageIds.flatMap((id) => {
        const picture = pictures.get(id);
        return picture === undefined ? [] : [{ ...picture, bytes: new Uint8Array(picture.size), publicUrl: "" }];
      }),
    };
    const [problem] = checkPost(publishing.rules, outgoing);
    if (problem === undefined) continue;
    const piecesWord = input.pieces.length > 1 ? `, piece ${position + 1}` : "";
    throw new ServiceError("invalid", `${where}${piecesWord}: ${problem.message}`, {
      field: problem.field === "title" ? "title" : `pieces.${position}.${problem.field}`,
    });
  }
};

/** A connected channel of a network that lets us publish. Throws ServiceError. */
export const publishableChannel = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  { clientId, channelId }: { clientId: string; channelId: string },
): Promise<{ channel: typeof channels.$inferSelect; publishing: Publishing }> => {
  const rows = await db
    .select()
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId), eq(channels.id, channelId)));
  const channel = firstOr404(rows, "This channel");
  const publishing = networkById(channel.network)?.publishing;
  if (publishing === undefined) {
    throw new ServiceError("invalid", "Headroom cannot post there.", { field: "channelIds" });
  }
  if (channel.connectionId === null || channel.state === "disconnected") {
    throw new ServiceError("invalid", `${channel.title} is not connected.`, { field: "channelIds" });
  }
  return { channel, publishing };
};

/** The first words of a post stand for it in lists. */
const noteLength = 200;

const put = async (
  ctx: Context,
  { input, channelId, at }: { input: SchedulePostInput; channelId: string; at: number },
): Promise<string> => {
  const planId = crypto.randomUUID();
  const carriesLink = input.pieces.some(({ link }) => link !== null);
  await ctx.db.insert(plannedPosts).values({
    agencyId: ctx.agencyId,
    id: planId,
    clientId: input.clientId,
    channelId,
    at: new Date(at),
    carriesLink,
    note: (input.title || (input.pieces[0]?.text ?? "")).slice(0, noteLength).toWellFormed(),
    sends: true,
    title: input.title,
    createdBy: ctx.actor.memberId,
    createdAt: new Date(ctx.io.now()),
  });
  await ctx.db.insert(plannedPieces).values(
    input.pieces.map(({ text, link, imageIds }, position) => ({
      agencyId: ctx.agencyId,
      planId,
      position,
      text,
      link,
      imageIds,
    })),
  );
  await scheduleWork(ctx, { kind: "publish", subjectId: planId, dueAt: at });
  await record(ctx, {
    action: "post.scheduled",
    subject: "client",
    subjectId: input.clientId,
    after: { planId, channelId, at, pieces: input.pieces.length, carriesLink },
  });
  return planId;
};
