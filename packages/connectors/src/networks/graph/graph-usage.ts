import { z } from "zod";

/** How much of the network's limits is used, in per cent (100 and more: exhausted), and the wait that it names. */
export interface Usage {
  percent: number;
  /** Milliseconds; undefined where none is named. */
  waitMs: number | undefined;
}

const shareSchema = z.object({
  type: z.string().nullish(),
  call_count: z.number().nullish(),
  total_cputime: z.number().nullish(),
  total_time: z.number().nullish(),
  /** Minutes. */
  estimated_time_to_regain_access: z.number().nullish(),
});
type Share = z.infer<typeof shareSchema>;

const businessSchema = z.record(z.string(), z.array(shareSchema));

/** Limits of advertising and messaging are none of ours. */
const ourTypes: readonly unknown[] = ["pages", "instagram", "threads", undefined, null];

/**
 * Reads `X-App-Usage` and `X-Business-Use-Case-Usage` (developers.facebook.com/docs/graph-api/overview/rate-limiting, read
 * in November 2026): the first tells of the app, the second of each business behind the token, with minutes to wait.
 */
export function readUsage(headers: Headers): Usage {
  const [app, business] = [appUsage(headers), businessUsage(headers)];
  const waits = [app.waitMs, business.waitMs].filter((wait) => wait !== undefined);
  return {
    percent: Math.max(app.percent, business.percent),
    waitMs: waits.length > 0 ? Math.max(...waits) : undefined,
  };
}

/** What `X-App-Usage` says alone. */
export const appUsage = (headers: Headers): Usage => {
  const share = parsed(shareSchema, headers.get("x-app-usage"));
  return usageOf(share === null ? [] : [share]);
};

/** What `X-Business-Use-Case-Usage` says alone. */
export const businessUsage = (headers: Headers): Usage =>
  usageOf(Object.values(parsed(businessSchema, headers.get("x-business-use-case-usage")) ?? {}).flat());

const usageOf = (all: readonly Share[]): Usage => {
  const shares = all.filter(({ type }) => ourTypes.includes(type));
  const minutes = Math.max(0, ...shares.map((share) => share.estimated_time_to_regain_access ?? 0));
  return { percent: Math.max(0, ...shares.map(percentOf)), waitMs: minutes > 0 ? minutes * 60_000 : undefined };
};

const percentOf = ({ call_count: calls, total_cputime: cpu, total_time: time }: Share): number =>
  Math.max(calls ?? 0, cpu ?? 0, time ?? 0);

function parsed<T>(schema: z.ZodType<T>, header: string | null): T | null {
  try {
    return schema.parse(JSON.parse(header ?? "null"));
  } catch {
    return null;
  }
}
