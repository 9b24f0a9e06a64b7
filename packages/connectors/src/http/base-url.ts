import type { ConnectorContext } from "../contract/network.ts";

/** Origin of a network's API, or of what a proxy or stand-in puts in its place. */
export const apiOrigin = (ctx: ConnectorContext, networkId: string, origin: string): string =>
  ctx.baseUrls?.[networkId] ?? origin;

/** Origin of a network's sign-in pages, which may be elsewhere. */
export const signInOrigin = (ctx: ConnectorContext, networkId: string, origin: string): string =>
  ctx.baseUrls?.[`${networkId}/sign-in`] ?? ctx.baseUrls?.[networkId] ?? origin;
