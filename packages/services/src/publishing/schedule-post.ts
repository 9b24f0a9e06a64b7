import { networkById } from "@headroom/connectors";
import { plannedPieces, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { futureInstant } from "../plans/future-instant.ts";
import { requireRoom } from "../plans/plan-post.ts";
import { type Draft, draftFor, draftProblems, loadPictures, type Pictures, Pieces } from "./draft.ts";
import { type PublishableRow, publishableChannel } from "./publishable-channel.ts";

export const SchedulePostInput = z.object({
  clientId: z.uuid(),
  /** The same post goes out on each of them. */
  channelIds: z.array(z.uuid()).min(1, "Choose a channel.").max(20),
  /** What the client's clocks show, e.g. `2026-12-24T18:00`; null for now. */
  at: z.string().max(16).nullable(),
  title: z.string().trim().max(300).default(""),
  /** One, or the pieces of a thread in their order. */
  pieces: Pieces,
});
export type SchedulePostInput = z.infer<typeof SchedulePostInput>;

/** Has Headroom send a post at its time. What a network would refuse is refused here already, in words. */
export const schedulePost = async ({ ctx, input }: Call<SchedulePostInput>): Promise<{ planIds: string[] }> => {
  const client = await workedClient(ctx, input.clientId);
  const at = input.at === null ? ctx.io.now() : futureInstant(ctx, { at: input.at, timeZone: client.timeZone });
  const pictures = await loadPictures(ctx, { clientId: client.id, pieces: input.pieces });
  const planIds: string[] = [];
  for (const channelId of new Set(input.channelIds)) {
    const { channel, publishing } = await publishableChannel(ctx, { clientId: client.id, channelId });
    const draft = draftFor(input, publishing);
    requireAccepted({ draft, channel, publishing, pictures });
    await requireRoom(ctx, client.id);
    planIds.push(await put(ctx, { input: draft, channelId, at }));
  }
  return { planIds };
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

interface Acceptance extends PublishableRow {
  draft: Draft;
  pictures: Pictures;
}

const requireAccepted = ({ draft, channel, publishing, pictures }: Acceptance): void => {
  const [problem] = draftProblems({ draft, publishing, pictures });
  if (problem === undefined) return;
  const title = networkById(channel.network)?.title ?? channel.network;
  const piece = draft.pieces.length > 1 && problem.position !== null ? `, piece ${problem.position + 1}` : "";
  throw new ServiceError("invalid", `${title}${piece}: ${problem.message}`, { field: problem.field });
};
