import { z } from "zod";

/** What a pull needs to know of a blog. */
export const blogConfigSchema = z.discriminatedUnion("reader", [
  z.object({ reader: z.literal("feed"), feedUrl: z.string(), comments: z.boolean() }),
  z.object({ reader: z.literal("wordpress"), api: z.string(), siteUrl: z.string(), comments: z.boolean() }),
]);
export type BlogConfig = z.infer<typeof blogConfigSchema>;
