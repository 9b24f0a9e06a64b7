import { z } from "zod";

/**
 * A count as networks write it: a number, a number in quotes, or nothing. What is none of these was not given, nor one
 * beyond 2^53, which would be another number than the network's.
 */
export const tolerantCount = z
  .union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.int().nonnegative())
  .nullish()
  .catch(null);

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
