import { isConnectorError } from "../contract/connector-error.ts";
import type { ConnectorContext } from "../contract/network.ts";
import { freshToken, type OAuth2 } from "./oauth2.ts";

/** With what an API is asked. The token changes when it is renewed. */
export interface TokenSession {
  readonly secret: string | undefined;
  token: string;
}

/** Throws ConnectorError "unauthorized" where there is no sign-in or it is over. */
export const openTokenSession = async (
  ctx: ConnectorContext,
  { network, secret }: { network: OAuth2; secret: string | undefined },
): Promise<TokenSession> => ({ secret, token: await freshToken(ctx, { network, secret }) });

/** Does `work`, and once more with a renewed token where the first one died in the middle. */
export async function renewOnce<T>(
  ctx: ConnectorContext,
  { network, session }: { network: OAuth2; session: TokenSession },
  work: (token: string) => Promise<T>,
): Promise<T> {
  try {
    return await work(session.token);
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "unauthorized" || ctx.renewSecret === undefined) throw error;
    session.token = await freshToken(ctx, { network, secret: session.secret, stale: session.token });
    return work(session.token);
  }
}
