import { checkPost, countText, type OutgoingPost, outgoingText, type Publishing } from "@headroom/connectors";
import { and, eq, images, inArray } from "@headroom/db";
import { z } from "zod";
import type { Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

const Piece = z.object({
  text: z.string().max(70_000, "At most 70 000 characters."),
  link: z.string().trim().max(2_000).nullable().default(null),
  imageIds: z.array(z.uuid()).max(20).default([]),
});

/** What a post says: one piece, or those of a thread in their order. */
export const Pieces = z.array(Piece).min(1).max(25, "A thread has at most 25 pieces.");

export interface Draft {
  title: string;
  pieces: z.infer<typeof Pieces>;
}

type Picture = typeof images.$inferSelect;
export type Pictures = ReadonlyMap<string, Picture>;

/** The pictures of a draft. Throws ServiceError where one is not the client's. */
export const loadPictures = async (
  { db, agencyId }: Context,
  { clientId, pieces }: { clientId: string; pieces: Draft["pieces"] },
): Promise<Pictures> => {
  const ids = pieces.flatMap(({ imageIds }) => imageIds);
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(images)
    .where(and(eq(images.agencyId, agencyId), eq(images.clientId, clientId), inArray(images.id, ids)));
  if (rows.length < new Set(ids).size) {
    throw new ServiceError("not-found", "A picture is not there any more. Add it again.", { field: "imageIds" });
  }
  return new Map(rows.map((row) => [row.id, row]));
};

export interface DraftProblem {
  /** Which piece; null for the post as a whole. */
  position: number | null;
  /** `title`, `pieces`, or e.g. `pieces.0.text`. */
  field: string;
  /** Plain words. */
  message: string;
}

/** The draft as a network gets it: what has no headline there goes out without. */
export const draftFor = <D extends Draft>(draft: D, { rules }: Publishing): D =>
  rules.title === undefined ? { ...draft, title: "" } : draft;

interface DraftAt {
  draft: Draft;
  publishing: Publishing;
  pictures: Pictures;
}

/** What a network would refuse of a draft. */
export const draftProblems = ({ draft, publishing: { rules }, pictures }: DraftAt): DraftProblem[] => {
  if (draft.pieces.length > 1 && !rules.thread) {
    return [{ position: null, field: "pieces", message: "There are no threads there: make it one piece." }];
  }
  return draft.pieces.flatMap((_, position) =>
    checkPost(rules, outgoing({ draft, position, pictures })).map(({ field, message }) => ({
      position,
      field: field === "title" ? "title" : `pieces.${position}.${field}`,
      message,
    })),
  );
};

/** How long each piece is to the network, in what it counts in, with the link where that is part of it. */
export const draftLengths = ({ draft, publishing: { rules }, pictures }: DraftAt): number[] =>
  draft.pieces.map((_, position) => countText(rules, outgoingText(rules, outgoing({ draft, position, pictures }))));

interface PieceAt {
  draft: Draft;
  position: number;
  pictures: Pictures;
}

const outgoing = ({ draft, position, pictures }: PieceAt): OutgoingPost => {
  const piece = draft.pieces[position];
  return {
    text: piece?.text ?? "",
    title: draft.title,
    link: piece?.link || null,
    images: (piece?.imageIds ?? []).flatMap((id) => {
      const picture = pictures.get(id);
      return picture === undefined ? [] : [{ ...picture, publicUrl: "" }];
    }),
  };
};
