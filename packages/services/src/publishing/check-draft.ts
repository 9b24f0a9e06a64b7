import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";
import { draftFor, draftLengths, draftProblems, loadPictures, Pieces } from "./draft.ts";
import { publishableChannel } from "./publishable-channel.ts";

export const CheckDraftInput = z.object({
  clientId: z.uuid(),
  channelIds: z.array(z.uuid()).max(20),
  title: z.string().trim().max(300).default(""),
  pieces: Pieces,
});
export type CheckDraftInput = z.infer<typeof CheckDraftInput>;

export interface DraftVerdict {
  channelId: string;
  /** For each piece: how much of the network's room it takes. */
  lengths: { used: number; most: number }[];
  problems: { position: number | null; message: string }[];
  /** US dollars for sending it; null where it costs nothing. */
  cost: number | null;
}

/** What each channel's network would say to a post that is being written. Nothing is stored. */
export const checkDraft = async ({ ctx, input }: Call<CheckDraftInput>): Promise<DraftVerdict[]> => {
  const client = await seenClient(ctx, input.clientId);
  const pictures = await loadPictures(ctx, { clientId: client.id, pieces: input.pieces });
  const verdicts: DraftVerdict[] = [];
  for (const channelId of new Set(input.channelIds)) {
    const { publishing } = await publishableChannel(ctx, { clientId: client.id, channelId });
    const draft = draftFor(input, publishing);
    const at = { draft, publishing, pictures };
    const { most } = publishing.rules.text;
    const micros = draft.pieces.reduce((sum, piece) => sum + (publishing.price?.(piece).microsEach ?? 0), 0);
    verdicts.push({
      channelId,
      lengths: draftLengths(at).map((used) => ({ used, most })),
      problems: draftProblems(at).map(({ position, message }) => ({ position, message })),
      cost: publishing.price === undefined ? null : micros / 1_000_000,
    });
  }
  return verdicts;
};
