import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { tolerantCount } from "../../http/tolerant.ts";
import { untold } from "../../pull/found-by-id.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { organizationUrn } from "./discover-linkedin.ts";
import { ask, batchOf, pageOf } from "./linkedin-api.ts";
import { type LinkedInPost, postRecord, postSchema } from "./linkedin-posts.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { readTotals } from "./read-totals.ts";
import { restliText } from "./restli.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** LinkedIn gives a hundred; fifty keep the addresses in which they are asked for by name short enough for any proxy. */
const pageSize = 50;
/** Half of the reactions come within a day: about eighteen readings in thirty days, each of three or four requests. */
export const rhythm = { firstMs: 30 * minuteMs, factor: 1.5, untilMs: 30 * dayMs };
/** A number that moves slowly. */
export const followersEveryMs = 6 * hourMs;

export const configSchema = z.object({ organization: z.string().regex(organizationUrn) });
/** learn.microsoft.com/linkedin/marketing/community-management/organizations/organization-lookup-api, read in November 2026. */
const sizeSchema = z.object({ firstDegreeSize: tolerantCount });

interface Source {
  organization: string;
  session: TokenSession;
}

/** Pulls a page's own posts with their totals. People are never asked for. */
export async function* pullLinkedIn(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { organization } = readConfig(configSchema, { networkId: "linkedin", channel });
  const session = await openTokenSession(ctx, { network: linkedinSignIn, secret: channel.secret });
  const source = { organization, session };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, source, token),
      lookup: { size: pageSize, rhythm, read: (ids) => lookUp(ctx, source, ids) },
      namedKinds: [],
      followers: () => readFollowers(ctx, source),
      followersEveryMs,
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, source: Source, token: string | null): Promise<TimelinePage> {
  const { items, next } = await ask(ctx, source.session, {
    path: "/posts",
    query: {
      q: "author",
      author: source.organization,
      sortBy: "CREATED",
      start: token ?? "0",
      count: String(pageSize),
    },
    method: "FINDER",
    schema: pageOf(postSchema),
  });
  return { posts: await withTotals(ctx, source, items), next };
}

/** A post of which LinkedIn says that it is not there, or no longer to be seen, is gone; other trouble is no removal. */
async function lookUp(ctx: ConnectorContext, source: Source, ids: readonly string[]): Promise<TimelinePost[]> {
  const { results, statuses, errors } = await ask(ctx, source.session, {
    path: "/posts",
    query: { ids },
    method: "BATCH_GET",
    schema: batchOf(postSchema),
  });
  const trouble = ids.some((id) => {
    const status = errors?.[id]?.status ?? statuses?.[id] ?? 200;
    return results[id] === undefined && status !== 200 && !goneStatuses.has(status);
  });
  if (trouble) {
    const message = "LinkedIn could not show all posts right now. Reading goes on by itself later.";
    throw new ConnectorError({ networkId: "linkedin", code: "unavailable", message });
  }
  const isOwn = ({ author }: LinkedInPost): boolean => author == null || author === source.organization;
  const readable = ids.flatMap((id) => results[id] ?? []).filter(isOwn);
  return [...(await withTotals(ctx, source, readable)), ...ids.filter((id) => results[id] === null).map(untold)];
}

const goneStatuses: ReadonlySet<number> = new Set([403, 404, 410]);

async function withTotals(
  ctx: ConnectorContext,
  { organization, session }: Source,
  items: readonly LinkedInPost[],
): Promise<TimelinePost[]> {
  const posts = items.flatMap((item) => postRecord(item).map((post) => ({ urn: item.id, post })));
  const totals = await readTotals(ctx, session, { organization, urns: posts.map(({ urn }) => urn) });
  return posts
    .map(({ urn, post }) => ({ post, totals: totals.get(urn) ?? {} }))
    .toSorted((a, b) => b.post.at - a.post.at);
}

async function readFollowers(ctx: ConnectorContext, { organization, session }: Source): Promise<number | undefined> {
  const { firstDegreeSize } = await ask(ctx, session, {
    path: `/networkSizes/${restliText(organization)}`,
    query: { edgeType: "COMPANY_FOLLOWED_BY_MEMBER" },
    schema: sizeSchema,
  });
  return firstDegreeSize ?? undefined;
}
