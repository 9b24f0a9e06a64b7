import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { httpUrl } from "../../text/http-url.ts";
import { ask, personSchema } from "./flickr-api.ts";
import { readSecret } from "./flickr-secret.ts";

/** The account that signed in. */
export async function discoverFlickr(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "flickr", code: "invalid-input", message: "Sign in at Flickr first." });
  }
  const secret = readSecret(grant.secret);
  const { person } = await ask(ctx, secret, {
    method: "flickr.people.getInfo",
    args: { user_id: secret.nsid },
    schema: personSchema,
  });
  const { nsid, username, realname, photosurl } = person;
  return {
    channels: [
      {
        nativeId: nsid,
        title: realname || username || nsid,
        url: httpUrl(photosurl) ?? `https://www.flickr.com/photos/${encodeURIComponent(nsid)}/`,
        ...iconOf(person),
        config: { nsid },
        knows: ["post", "linkPost", "view", "like", "comment"],
      },
    ],
  };
}

/** Built as flickr.com/services/api/misc.buddyicons.html says; server 0 means that there is none. */
const iconOf = ({
  nsid,
  iconserver,
  iconfarm,
}: {
  nsid: string;
  iconserver?: string | null | undefined;
  iconfarm?: string | null | undefined;
}): { avatarUrl?: string } => {
  const isThere = /^[1-9]\d*$/.test(iconserver ?? "") && /^\d+$/.test(iconfarm ?? "");
  if (!isThere) return {};
  return { avatarUrl: `https://farm${iconfarm}.staticflickr.com/${iconserver}/buddyicons/${nsid}.jpg` };
};
