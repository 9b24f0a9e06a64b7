import { z } from "zod";
import { tolerantList } from "../../http/tolerant.ts";

export interface GraphPage<T> {
  items: T[];
  /** Cursor of the next page; null on the last one. */
  next: string | null;
}

/**
 * A page of a list. It is the last when `next` is missing: pages may be short, or empty, because of what was filtered out
 * of them (developers.facebook.com/docs/graph-api/results, read in November 2026). `next` is an address that holds the
 * token, so only the cursor is taken and the address forgotten.
 */
export const edgeOf = <T>(item: z.ZodType<T>): z.ZodType<GraphPage<T>> =>
  z
    .object({ data: tolerantList(item).nullish(), paging: pagingSchema.nullish() })
    .transform(({ data, paging }) => ({ items: data ?? [], next: cursorOf(paging) }));

const pagingSchema = z.object({
  cursors: z.object({ after: z.string().nullish() }).nullish(),
  next: z.string().nullish(),
});

const cursorOf = (paging: z.infer<typeof pagingSchema> | null | undefined): string | null =>
  paging?.next == null ? null : (paging.cursors?.after ?? URL.parse(paging.next)?.searchParams.get("after") ?? null);
