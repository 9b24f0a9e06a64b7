import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { ask, batchOf, type LinkedInPage, pageOf } from "./linkedin-api.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";

/** Roles in one page, and organizations in one call by their ids. */
const pageSize = 50;
/** Nobody administers more pages than ten of these. */
const mostPages = 10;

export const organizationUrn = /^urn:li:organization:(\d+)$/;

/**
 * learn.microsoft.com/linkedin/marketing/community-management/organizations, organization-access-control-by-role and
 * organization-lookup-api, version 202607, read in November 2026. Who has the role is not read.
 */
const roleSchema = z.object({ organization: z.string() });
const organizationSchema = z.object({ localizedName: z.string().nullish(), vanityName: z.string().nullish() });

/** The pages that the person who signed in administers. */
export async function discoverLinkedIn(
  ctx: ConnectorContext,
  _fields: ConnectFields,
  grant?: { secret: string },
): Promise<{ channels: DiscoveredChannel[] }> {
  if (grant === undefined) {
    throw new ConnectorError({ networkId: "linkedin", code: "invalid-input", message: "Sign in at LinkedIn first." });
  }
  const session = await openTokenSession(ctx, { network: linkedinSignIn, secret: grant.secret });
  const ids = await administered(ctx, session);
  const channels: DiscoveredChannel[] = [];
  for (let from = 0; from < ids.length; from += pageSize) {
    const some = ids.slice(from, from + pageSize);
    const { results } = await ask(ctx, session, {
      path: "/organizations",
      query: { ids: some },
      method: "BATCH_GET",
      schema: batchOf(organizationSchema),
    });
    channels.push(...some.map((id) => channelOf(id, results[id] ?? {})));
  }
  return { channels };
}

async function administered(ctx: ConnectorContext, session: TokenSession): Promise<string[]> {
  const ids = new Set<string>();
  let start: string | null = "0";
  for (let page = 0; page < mostPages && start !== null; page++) {
    const { items, next }: LinkedInPage<z.infer<typeof roleSchema>> = await ask(ctx, session, {
      path: "/organizationAcls",
      query: { q: "roleAssignee", role: "ADMINISTRATOR", state: "APPROVED", start, count: String(pageSize) },
      method: "FINDER",
      schema: pageOf(roleSchema),
    });
    for (const { organization } of items) {
      const id = organizationUrn.exec(organization)?.[1];
      if (id !== undefined) ids.add(id);
    }
    start = next;
  }
  return [...ids];
}

const channelOf = (
  id: string,
  { localizedName, vanityName }: z.infer<typeof organizationSchema>,
): DiscoveredChannel => ({
  nativeId: id,
  title: localizedName || vanityName || `LinkedIn page ${id}`,
  url: `https://www.linkedin.com/company/${encodeURIComponent(vanityName || id)}/`,
  config: { organization: `urn:li:organization:${id}` },
  knows: ["post", "linkPost", "view", "like", "click", "reshare", "comment"],
  note: "LinkedIn lets numbers be kept, never who reacted: nobody is named or counted as a person here.",
});
