import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Tokens } from "../../http/tokens.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import { facebookDoor } from "./facebook-door.ts";

/**
 * What is stored of a sign-in: the person's own token, which lives sixty days, and a token for each page that she may
 * manage. Page tokens made from a token of sixty days have no end (docs/facebook-login/guides/access-tokens/get-long-lived,
 * read in November 2026), so the grant names none; they die with her password or her role, as code 190. Channels share the
 * grant and hold no token in their settings: each looks up its page here. A page that is not here yet is asked for once
 * with the person's token and added.
 */
const secretSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.null(),
  expiresAt: z.null(),
  refreshExpiresAt: z.null(),
  /** Epoch milliseconds. */
  issuedAt: z.number(),
  /** Page id → token. */
  pages: z.record(z.string(), z.string()),
});
type FacebookSecret = z.infer<typeof secretSchema>;

const pageTokenSchema = z.object({ id: z.string(), access_token: z.string().nullish() });

/** Pages of one person: 100 at a time, a thousand at most. */
const listLimit = { query: { limit: "100" }, most: 10 };

/** The secret of a new sign-in. */
export async function firstSecret(ctx: ConnectorContext, { accessToken, issuedAt }: Tokens): Promise<string> {
  const listed = await walkEdge(ctx, personSession(accessToken), {
    path: "/me/accounts",
    schema: edgeOf(pageTokenSchema),
    most: listLimit.most,
    query: { ...listLimit.query, fields: "id,access_token" },
  });
  const pages = Object.fromEntries(
    listed.flatMap(({ id, access_token: token }) => (token == null ? [] : [[id, token]])),
  );
  return written({ accessToken, refreshToken: null, expiresAt: null, refreshExpiresAt: null, issuedAt, pages });
}

/** Asks as the person who signed in. */
export const personSession = (token: string): GraphSession => ({ door: facebookDoor, token });

export const personToken = (secret: string | undefined): string => readSecret(secret).accessToken;

export interface PageTokenInput {
  pageId: string;
  secret: string | undefined;
  /** The network has just refused this one. */
  stale?: string;
}

/** The token of one page; the one that was refused where there is no better. */
export async function pageToken(ctx: ConnectorContext, { pageId, secret, stale }: PageTokenInput): Promise<string> {
  const held = readSecret(secret).pages[pageId];
  if (held !== undefined && held !== stale) return held;
  if (ctx.renewSecret === undefined) return held ?? withheld();
  const stored = await ctx.renewSecret(async (text) => {
    const known = readSecret(text);
    const other = known.pages[pageId];
    if (other !== undefined && other !== stale) return null;
    const { access_token: token } = await askGraph(ctx, personSession(known.accessToken), {
      path: `/${pageId}`,
      query: { fields: "id,access_token" },
      schema: pageTokenSchema,
    });
    return written({ ...known, pages: { ...known.pages, [pageId]: token ?? withheld() } });
  });
  return readSecret(stored).pages[pageId] ?? withheld();
}

function withheld(): never {
  const message = "The person who signed in may no longer manage this page. Connect the channel again.";
  throw new ConnectorError({ networkId: "facebook", code: "unauthorized", message });
}

const written = (secret: FacebookSecret): string => JSON.stringify(secretSchema.parse(secret));

function readSecret(secret: string | undefined): FacebookSecret {
  try {
    return secretSchema.parse(JSON.parse(secret ?? ""));
  } catch (cause) {
    const message = "There is no sign-in that can be read. Connect the channel again.";
    throw new ConnectorError({ networkId: "facebook", code: "unauthorized", message, cause });
  }
}
