import { z } from "zod";

/** The hub that tells of changes; missing where the blog names none, or was connected before it was looked for. */
const push = z.object({ hub: z.string(), topic: z.string() }).exactOptional();

/** What a pull needs to know of a blog. */
export const blogConfigSchema = z.discriminatedUnion("reader", [
  z.object({ reader: z.literal("feed"), feedUrl: z.string(), comments: z.boolean(), push }),
  z.object({ reader: z.literal("wordpress"), api: z.string(), siteUrl: z.string(), comments: z.boolean(), push }),
  z.object({ reader: z.literal("ghost"), siteUrl: z.string(), comments: z.boolean(), push }),
]);
export type BlogConfig = z.infer<typeof blogConfigSchema>;
