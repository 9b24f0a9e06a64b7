import type { ConnectFields, KnownChannel } from "../../contract/network.ts";
import { mastodonConfigSchema } from "./mastodon-api.ts";

/** The account on the server that answers for it; its page may be under another name, as Friendica's /profile/name. */
export const againMastodon = ({ url, config }: KnownChannel): ConnectFields | null => {
  const known = mastodonConfigSchema.safeParse(config).data;
  const name = URL.parse(url ?? "")
    ?.pathname.split("/")
    .findLast((part) => part !== "");
  if (known === undefined || name === undefined) return null;
  return { account: `${known.origin}/@${name.replace(/^@/, "")}` };
};
