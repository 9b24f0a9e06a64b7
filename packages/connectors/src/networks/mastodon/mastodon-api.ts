import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { readJson, request } from "../../http/request.ts";
import { instantText, nativeId, tolerantCount, tolerantList } from "../../http/tolerant.ts";

/**
 * Mastodon's client API: docs.joinmastodon.org/methods/accounts, /methods/statuses, /methods/notifications and
 * /entities/Status, /entities/Account, read in November 2026. Only what is read; compatible servers leave out the rest.
 */
const id = nativeId;

export const accountSchema = z.object({
  id,
  acct: z.string(),
  username: z.string().nullish(),
  display_name: z.string().nullish(),
  url: z.string().nullish(),
  avatar: z.string().nullish(),
  followers_count: tolerantCount,
});
export type MastodonAccount = z.infer<typeof accountSchema>;

export const statusSchema = z.object({
  id,
  created_at: instantText,
  url: z.string().nullish(),
  uri: z.string().nullish(),
  content: z.string().nullish(),
  visibility: z.string().nullish(),
  in_reply_to_id: id.nullish(),
  in_reply_to_account_id: id.nullish(),
  reblog: z.unknown().optional(),
  account: z.object({ id, acct: z.string().nullish(), url: z.string().nullish() }),
  favourites_count: tolerantCount,
  reblogs_count: tolerantCount,
  replies_count: tolerantCount,
  quotes_count: tolerantCount,
});
export type MastodonStatus = z.infer<typeof statusSchema>;

export const contextSchema = z.object({ descendants: tolerantList(statusSchema) });

export const notificationSchema = z.object({
  id,
  type: z.string(),
  created_at: instantText,
  account: z.object({ id, acct: z.string().nullish(), url: z.string().nullish() }),
  status: statusSchema.nullish(),
});
export const notificationsSchema = tolerantList(notificationSchema);

export const mastodonConfigSchema = z.object({ origin: z.string(), accountId: z.string() });
export type MastodonConfig = z.infer<typeof mastodonConfigSchema>;

export interface ApiInput<T> {
  origin: string;
  token: string | undefined;
  path: string;
  query?: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What is handed over; a GET where it is left out. */
  send?: { headers: Readonly<Record<string, string>>; body: string | Uint8Array };
}

/** One call of the API, a GET where nothing is sent: what the schema reads of the answer, and the answer's headers. Throws ConnectorError. */
export async function getJson<T>(ctx: ConnectorContext, input: ApiInput<T>): Promise<{ data: T; headers: Headers }> {
  const url = new URL(input.path, input.origin);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, value);
  const headers = {
    accept: "application/json",
    ...(input.token === undefined ? {} : { authorization: `Bearer ${input.token}` }),
    ...input.send?.headers,
  };
  const sent = input.send === undefined ? {} : { method: "POST" as const, body: input.send.body };
  const response = await request(ctx, { networkId: "mastodon", url, headers, ...sent });
  return { data: await readJson(input.schema, { networkId: "mastodon", response }), headers: response.headers };
}
