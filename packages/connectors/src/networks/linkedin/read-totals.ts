import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { TokenSession } from "../../http/renew-once.ts";
import { tolerantCount } from "../../http/tolerant.ts";
import type { Totals } from "../../pull/remembered-post.ts";
import { ask, batchOf, pageOf } from "./linkedin-api.ts";

/**
 * Social-metadata-api and share-statistics in learn.microsoft.com/linkedin/marketing/community-management, version 202607,
 * read in November 2026. Reactions come by kind; a post without activity has no statistics. Each metric comes from one place
 * alone, so that no total jumps when the other one is late: reactions and comments are of now, the rest lags.
 */
const metadataSchema = z.object({
  reactionSummaries: z
    .record(z.string(), z.object({ count: tolerantCount }))
    .nullish()
    .catch(null),
  commentSummary: z.object({ count: tolerantCount }).nullish().catch(null),
});

const statisticsSchema = z.object({
  share: z.string().nullish(),
  ugcPost: z.string().nullish(),
  totalShareStatistics: z.object({
    impressionCount: tolerantCount,
    clickCount: tolerantCount,
    shareCount: tolerantCount,
  }),
});
type Statistics = z.infer<typeof statisticsSchema>;

export interface TotalsInput {
  organization: string;
  /** URNs of shares and posts, at most fifty. */
  urns: readonly string[];
}

/** The totals of posts by URN; what LinkedIn does not tell of one is left out. */
export async function readTotals(
  ctx: ConnectorContext,
  session: TokenSession,
  { organization, urns }: TotalsInput,
): Promise<Map<string, Totals>> {
  if (urns.length === 0) return new Map();
  const { results } = await ask(ctx, session, {
    path: "/socialMetadata",
    query: { ids: urns },
    method: "BATCH_GET",
    schema: batchOf(metadataSchema),
  });
  const statistics = new Map<string, Statistics>();
  for (const [name, prefix] of lists) {
    const some = urns.filter((urn) => urn.startsWith(prefix));
    if (some.length === 0) continue;
    const { items } = await ask(ctx, session, {
      path: "/organizationalEntityShareStatistics",
      query: {
        q: "organizationalEntity",
        organizationalEntity: organization,
        [name]: some,
        count: String(some.length),
      },
      method: "FINDER",
      schema: pageOf(statisticsSchema),
    });
    for (const one of items) statistics.set(one.share ?? one.ugcPost ?? "", one);
  }
  return new Map(urns.map((urn) => [urn, totalsOf(results[urn], statistics.get(urn))]));
}

const lists = [
  ["shares", "urn:li:share:"],
  ["ugcPosts", "urn:li:ugcPost:"],
] as const;

function totalsOf(
  metadata: z.infer<typeof metadataSchema> | null | undefined,
  statistics: Statistics | undefined,
): Totals {
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  const { impressionCount, clickCount, shareCount } = statistics?.totalShareStatistics ?? {};
  return {
    ...total("view", impressionCount),
    ...total("like", sumOf(metadata?.reactionSummaries)),
    ...total("click", clickCount),
    ...total("reshare", shareCount),
    ...total("comment", metadata?.commentSummary?.count),
  };
}

/** All kinds of reactions together; none at all is none, one that cannot be read makes the sum unknown. */
function sumOf(summaries: z.infer<typeof metadataSchema>["reactionSummaries"]): number | null {
  const counts = summaries == null ? [null] : Object.values(summaries).map(({ count }) => count ?? null);
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}
