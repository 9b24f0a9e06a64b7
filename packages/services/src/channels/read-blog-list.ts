import { isConnectorError, opmlLimitBytes, readOpml } from "@headroom/connectors";
import { and, channels, clients, eq, ne } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

export const ReadBlogListInput = z.object({
  clientId: z.uuid(),
  /** The file's bytes in base64; four characters for three of them. */
  file: z
    .base64()
    .max(Math.ceil(opmlLimitBytes / 3) * 4 + 4, "This file is larger than 2 MB, which no list of blogs is."),
});
export type ReadBlogListInput = z.infer<typeof ReadBlogListInput>;

export interface ListedBlogRow {
  title: string;
  /** What is asked when the blog is connected. */
  address: string;
  folders: string[];
  /** The clients that read this very feed or site already, by their ids. */
  connectedTo: string[];
}

export interface BlogListPreview {
  blogs: ListedBlogRow[];
  passedOver: { twice: number; withoutAddress: number; beyond: number };
}

/** What is in a list of blogs that a feed reader exported (OPML); connects nothing and asks no host. */
export const readBlogList = async ({ ctx, input }: Call<ReadBlogListInput>): Promise<BlogListPreview> => {
  await workedClient(ctx, input.clientId);
  const list = parsed(input.file);
  const known = await knownAddresses(ctx);
  const rows = list.blogs.map(({ title, feedUrl, siteUrl, folders }) => ({
    title,
    address: feedUrl,
    folders,
    connectedTo: [...new Set([feedUrl, siteUrl].flatMap((url) => known.get(url ?? "") ?? []))],
  }));
  return { blogs: rows, passedOver: list.passedOver };
};

const parsed = (file: string) => {
  try {
    return readOpml(Buffer.from(file, "base64"));
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    throw new ServiceError("invalid", error.message, { field: "file", cause: error });
  }
};

/** Which clients that she sees have a blog at an address: its feed's, or its site's. */
const knownAddresses = async (ctx: Context): Promise<Map<string, string[]>> => {
  const rows = await ctx.db
    .select({ clientId: channels.clientId, url: channels.url, config: channels.config })
    .from(channels)
    .innerJoin(clients, and(eq(clients.agencyId, channels.agencyId), eq(clients.id, channels.clientId)))
    .where(and(visibleClients(ctx), eq(channels.network, "blog"), ne(channels.state, "disconnected")));
  const known = new Map<string, string[]>();
  for (const { clientId, url, config } of rows) {
    const feedUrl = z.object({ feedUrl: z.string() }).safeParse(config).data?.feedUrl;
    for (const address of [url, feedUrl]) {
      if (address != null) known.set(address, [...(known.get(address) ?? []), clientId]);
    }
  }
  return known;
};
