import { z } from "zod";
import { ConnectorError } from "../contract/connector-error.ts";
import { stableId } from "../text/stable-id.ts";
import type { TimelinePost } from "./timeline.ts";

/** One item of an answer to ids: what it is where it can be read, and its id where that can be. */
export interface Listed<T> {
  id: string | null;
  item: T | null;
}

/** A list of items that were asked for by their ids, odd ones kept; `id` reads the id of either. */
export const listed = <T>(item: z.ZodType<T>, id: z.ZodType<string>): z.ZodType<Listed<T>[]> =>
  z
    .array(z.unknown())
    .transform((items) =>
      items.map((one) => ({ id: id.safeParse(one).data ?? null, item: item.safeParse(one).data ?? null })),
    );

interface Found<T> {
  networkId: string;
  ids: readonly string[];
  items: readonly Listed<T>[];
  /** Ids of which the network says that it cannot show them now. */
  troubled?: readonly string[];
  read: (item: T) => TimelinePost[];
}

/**
 * The posts of an answer to ids. To be there in a shape that cannot be read is not to be gone: of such a post what was told
 * stays as it is, and so does what was told of all that are missing where an odd one does not say which it is. Throws
 * ConnectorError "malformed" where nothing can be read.
 */
export function foundById<T>({ networkId, ids, items, troubled = [], read }: Found<T>): TimelinePost[] {
  const odd = items.filter(({ item }) => item === null);
  if (odd.length > 0 && odd.length === items.length) {
    throw new ConnectorError({
      networkId,
      code: "malformed",
      message: "The network answered with posts that cannot be read.",
    });
  }
  const isNameless = odd.some(({ id }) => id === null);
  const named = new Set(items.flatMap(({ id }) => (id === null ? [] : [stableId(id)])));
  const unread = new Set([...odd.flatMap(({ id }) => id ?? []), ...troubled].map(stableId));
  return [
    ...items.flatMap(({ item }) => (item === null ? [] : read(item))),
    ...ids.filter((id) => unread.has(id) || (isNameless && !named.has(id))).map(untold),
  ];
}

/** A post that is there, of which nothing new is told. */
export const untold = (nativeId: string): TimelinePost => ({
  post: { nativeId, at: 0, url: null, text: "", carriesLink: false },
  totals: {},
});
