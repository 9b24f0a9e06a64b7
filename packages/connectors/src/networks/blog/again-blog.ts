import type { ConnectFields, KnownChannel } from "../../contract/network.ts";
import { blogConfigSchema } from "./blog-config.ts";

/** What the blog is read from: any page may say that it belongs to any site. */
export const againBlog = ({ config }: KnownChannel): ConnectFields | null => {
  const known = blogConfigSchema.safeParse(config).data;
  switch (known?.reader) {
    case undefined:
      return null;
    case "feed":
      return { address: known.feedUrl, user: "", key: "" };
    case "wordpress":
      return { address: known.siteUrl };
    case "ghost":
      return { address: known.siteUrl, user: "" };
  }
};
