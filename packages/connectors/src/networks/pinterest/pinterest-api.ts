import { z } from "zod";
import type { ConnectorError, ConnectorErrorCode } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { classifyResponse } from "../../http/classify-response.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { pinterestSignIn } from "./pinterest-sign-in.ts";

/** Totals since a pin was made; what Pinterest does not count for it is left out. */
const metricsSchema = z
  .object({
    impression: tolerantCount,
    outbound_click: tolerantCount,
    clickthrough: tolerantCount,
    save: tolerantCount,
    reaction: tolerantCount,
    comment: tolerantCount,
  })
  .partial();

/**
 * Fields as in specification 5.23 (pinterest/api-description) and developers.pinterest.com, read in November 2026. The
 * specification leaves the inside of `pin_metrics` open: the totals came as `lifetime_metrics`, earlier as `all_time`. The
 * ninety days beside them are a window that moves, and no total.
 */
export const pinSchema = z.object({
  id: nativeId,
  created_at: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  link: z.string().nullish(),
  is_owner: z.boolean().nullish(),
  parent_pin_id: z.string().nullish(),
  pin_metrics: z
    .object({ lifetime_metrics: metricsSchema.nullish().catch(null), all_time: metricsSchema.nullish().catch(null) })
    .nullish()
    .catch(null),
});
export type Pin = z.infer<typeof pinSchema>;

export const pinsSchema = z.object({ items: tolerantList(pinSchema), bookmark: z.string().nullish() });

export const accountSchema = z.object({
  id: nativeId.nullish(),
  username: z.string(),
  account_type: z.string().nullish(),
  business_name: z.string().nullish(),
  profile_image: z.string().nullish(),
  follower_count: tolerantCount,
});

export const boardSchema = z.object({ id: nativeId, name: z.string() });
export const boardsSchema = z.object({ items: tolerantList(boardSchema) });

export interface PinterestQuery<T> {
  path: string;
  query?: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What is handed over; a read where it is left out. */
  body?: object;
}

/** One call. A token that died in the middle is renewed once. */
export const ask = <T>(ctx: ConnectorContext, session: TokenSession, input: PinterestQuery<T>): Promise<T> =>
  renewOnce(ctx, { network: pinterestSignIn, session }, (token) => askOnce(ctx, token, input));

async function askOnce<T>(
  ctx: ConnectorContext,
  token: string,
  { path, query = {}, schema, body }: PinterestQuery<T>,
): Promise<T> {
  const url = new URL(`/v5${path}`, apiOrigin(ctx, "pinterest", "https://api.pinterest.com"));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await request(ctx, {
    networkId: "pinterest",
    url,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    accept: [400, 401, 403, 404, 429],
  });
  if (response.ok) return readJson(schema, { networkId: "pinterest", response });
  throw refusal(ctx, { response, body: await readText("pinterest", response) });
}

/** Error codes in the body that say more than the status (developers.pinterest.com/docs/reference/errors). */
const codes: Readonly<Record<number, ConnectorErrorCode>> = {
  2: "unauthorized",
  8: "rate-limited",
  29: "forbidden",
  50: "not-found",
};

function refusal(ctx: ConnectorContext, { response, body }: { response: Response; body: string }): ConnectorError {
  const { status, headers } = response;
  const networkId = "pinterest";
  const meaning = () => codes[codeOf(body) ?? -1];
  return classifyResponse({ networkId, status, headers, body, now: ctx.now(), meaning });
}

function codeOf(body: string): number | null {
  try {
    return z.object({ code: z.number() }).parse(JSON.parse(body)).code;
  } catch {
    return null;
  }
}
