import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, request } from "../../http/request.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { linkedinRefusal, linkedinVersion } from "./linkedin-refusal.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { type RestliValue, restliQuery } from "./restli.ts";

const networkId = "linkedin";

export interface LinkedInQuery<T> {
  /** Below `/rest`, its parts escaped. */
  path: string;
  query: Readonly<Record<string, RestliValue>>;
  /** What Rest.li calls the way of reading; a plain GET where it is left out. */
  method?: "FINDER" | "BATCH_GET";
  schema: z.ZodType<T>;
}

/** One read. A token that died in the middle is renewed once. */
export const ask = <T>(ctx: ConnectorContext, session: TokenSession, input: LinkedInQuery<T>): Promise<T> =>
  renewOnce(ctx, { network: linkedinSignIn, session }, (token) => askOnce(ctx, token, input));

export interface LinkedInChange {
  method: "PUT" | "DELETE";
  /** Below `/rest`, its parts escaped. */
  path: string;
  /** JSON. */
  body?: string;
}

/** One thing made or ended; what LinkedIn answers is not read. */
export const change = (ctx: ConnectorContext, session: TokenSession, input: LinkedInChange): Promise<void> =>
  renewOnce(ctx, { network: linkedinSignIn, session }, async (token) => {
    const { method, path, body } = input;
    const response = await request(ctx, {
      networkId,
      method,
      url: `${apiOrigin(ctx, networkId, "https://api.linkedin.com")}/rest${path}`,
      headers: { ...headersOf(token), ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body }),
      accept: refusals,
    });
    await response.body?.cancel();
    if (!response.ok) throw linkedinRefusal({ response, now: ctx.now() });
  });

/** Statuses that LinkedIn explains: `linkedinRefusal` reads them. */
export const refusals = [400, 401, 403, 404, 426, 429];

export const headersOf = (token: string) => ({
  accept: "application/json",
  authorization: `Bearer ${token}`,
  "linkedin-version": linkedinVersion,
  "x-restli-protocol-version": "2.0.0",
});

async function askOnce<T>(
  ctx: ConnectorContext,
  token: string,
  { path, query, method, schema }: LinkedInQuery<T>,
): Promise<T> {
  const origin = apiOrigin(ctx, networkId, "https://api.linkedin.com");
  const response = await request(ctx, {
    networkId,
    url: `${origin}/rest${path}?${restliQuery(query)}`,
    headers: { ...headersOf(token), ...(method === undefined ? {} : { "x-restli-method": method }) },
    accept: refusals,
  });
  if (response.ok) return readJson(schema, { networkId, response });
  throw linkedinRefusal({ response, now: ctx.now() });
}

/** A page of a list, and where the next one starts; null behind the last. */
export interface LinkedInPage<T> {
  items: T[];
  next: string | null;
}

/**
 * A list in pages of `start` and `count` (learn.microsoft.com/linkedin/shared/api-guide/concepts/pagination, read in November
 * 2026). LinkedIn leaves out of a page what may not be seen, so the number of items does not say where the next starts, and
 * an empty page may have one behind it.
 */
export const pageOf = <T>(item: z.ZodType<T>): z.ZodType<LinkedInPage<T>> =>
  z
    .object({
      elements: tolerantList(item),
      paging: z
        .object({
          start: z.number().int().nullish(),
          count: z.number().int().nullish(),
          links: z.array(z.object({ rel: z.string() })).nullish(),
        })
        .nullish(),
    })
    .transform(({ elements, paging }) => {
      const count = paging?.count ?? elements.length;
      const goesOn = paging?.links?.some(({ rel }) => rel === "next") === true && count > 0;
      return { items: elements, next: goesOn ? String((paging?.start ?? 0) + count) : null };
    });

/** Things by their keys. What could not be read has a status instead; an odd one counts as not given. */
export const batchOf = <T>(item: z.ZodType<T>) =>
  z.object({
    results: z.record(z.string(), item.nullable().catch(null)),
    statuses: z.record(z.string(), z.number()).nullish().catch(null),
    errors: z
      .record(z.string(), z.object({ status: z.number() }))
      .nullish()
      .catch(null),
  });
