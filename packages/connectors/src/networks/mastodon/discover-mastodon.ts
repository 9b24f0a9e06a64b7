import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { readJson, request } from "../../http/request.ts";
import { httpUrl } from "../../text/http-url.ts";
import { stableId } from "../../text/stable-id.ts";
import { accountSchema, getJson, type MastodonAccount, type MastodonConfig } from "./mastodon-api.ts";
import { type AccountAddress, parseAccount } from "./parse-account.ts";

/** Finds the account behind a handle or profile page, on the server that really answers for it. */
export async function discoverMastodon(
  ctx: ConnectorContext,
  fields: ConnectFields,
): Promise<{ channels: DiscoveredChannel[] }> {
  const address = parseAccount(fields.account);
  const origin = (await webFingerOrigin(ctx, address)) ?? address.origin;
  const token = fields.token?.trim() || undefined;
  const { data: account } = await getJson(ctx, {
    origin,
    token,
    path: "/api/v1/accounts/lookup",
    query: { acct: address.name },
    schema: accountSchema,
  });
  if (token !== undefined) {
    await checkOwner(ctx, { origin, token, account });
    await ctx.saveSecret(token);
  }
  return { channels: [channelOf({ account, origin, hasToken: token !== undefined })] };
}

const webFingerSchema = z.object({
  links: z.array(z.object({ rel: z.string().nullish(), type: z.string().nullish(), href: z.string().nullish() })),
});

/** A handle's host may leave the work to another server (RFC 7033; docs.joinmastodon.org/spec/webfinger). */
async function webFingerOrigin(
  ctx: ConnectorContext,
  { origin, name, handleHost }: AccountAddress,
): Promise<string | null> {
  if (handleHost === null) return null;
  const url = new URL("/.well-known/webfinger", origin);
  url.searchParams.set("resource", `acct:${name}@${handleHost}`);
  try {
    const response = await request(ctx, { networkId: "mastodon", url });
    const { links } = await readJson(webFingerSchema, { networkId: "mastodon", response });
    const self = links.find(({ rel, type }) => rel === "self" && type?.includes("json"));
    const address = httpUrl(self?.href);
    return address === null ? null : new URL(address).origin;
  } catch (error) {
    // Not every compatible server has it; the lookup says what is wrong with the address.
    if (isConnectorError(error) && (error.code === "not-found" || error.code === "malformed")) return null;
    throw error;
  }
}

interface OwnerInput {
  origin: string;
  token: string;
  account: MastodonAccount;
}

async function checkOwner(ctx: ConnectorContext, { origin, token, account }: OwnerInput): Promise<void> {
  const path = "/api/v1/accounts/verify_credentials";
  const { data: owner } = await getJson(ctx, { origin, token, path, schema: accountSchema });
  if (owner.id === account.id) return;
  throw new ConnectorError({
    networkId: "mastodon",
    code: "invalid-input",
    message: `The access token belongs to @${owner.acct}, not to @${account.acct}.`,
  });
}

function channelOf({
  account,
  origin,
  hasToken,
}: {
  account: MastodonAccount;
  origin: string;
  hasToken: boolean;
}): DiscoveredChannel {
  const config: MastodonConfig = { origin, accountId: account.id };
  const { host } = new URL(origin);
  const avatarUrl = httpUrl(account.avatar);
  return {
    nativeId: stableId(`${account.id}@${host}`),
    title: account.display_name || `@${account.acct}`,
    url: httpUrl(account.url) ?? `${origin}/@${account.acct}`,
    ...(avatarUrl === null ? {} : { avatarUrl }),
    config: { ...config },
    knows: hasToken
      ? ["post", "linkPost", "like", "reshare", "comment", "mention"]
      : ["post", "linkPost", "like", "reshare", "comment"],
    note: hasToken
      ? `Counts are those that ${host} has seen.`
      : `Counts are those that ${host} has seen. Mentions and publishing need an access token.`,
  };
}
