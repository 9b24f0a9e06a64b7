import { z } from "zod";

/** A whole number, as a number or in quotes; nothing else is taken for one, and none beyond 2^53. */
export const wholeNumber = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());

/** An id of the network's own, which some write as a number. What no id can be is none. */
export const nativeId = z.union([z.string().regex(/^[\x21-\x7e]{1,200}$/), z.int().nonnegative().transform(String)]);

/** An instant as text that `Date.parse` reads. Where none can be read, the item cannot be: to be there unread is not to be gone. */
export const instantText = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "no instant");

/**
 * A count as networks write it: a number, a number in quotes, or nothing. What is none of these was not given, nor one
 * beyond 2^53, which would be another number than the network's.
 */
export const tolerantCount = wholeNumber.nullish().catch(null);

/**
 * A list whose odd items are passed over, so that one of them does not stop a channel for good. A list of nothing but odd
 * items is not the list that was asked for.
 */
export const tolerantList = <T>(item: z.ZodType<T>): z.ZodType<T[]> =>
  z.array(z.unknown()).transform((items, ctx) => {
    const good = items.flatMap((one) => {
      const parsed = item.safeParse(one);
      return parsed.success ? [parsed.data] : [];
    });
    if (good.length === 0 && items.length > 0) {
      ctx.addIssue({ code: "custom", message: "no item can be read", path: [0] });
    }
    return good;
  });
