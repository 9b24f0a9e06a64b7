import { z } from "zod";
import { ConnectorError } from "../contract/connector-error.ts";

/** The tokens of an OAuth 2 grant, as they lie sealed in a connection. Instants in epoch milliseconds. */
const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  /** Null where the network named no end. */
  expiresAt: z.number().nullable(),
  refreshExpiresAt: z.number().nullable(),
  /** When these were given. */
  issuedAt: z.number(),
});
export type Tokens = z.infer<typeof tokensSchema>;

export const writeTokens = (tokens: Tokens): string => JSON.stringify(tokensSchema.parse(tokens));

/** Throws ConnectorError "unauthorized" where there are none, or none that can be read. */
export function readTokens(networkId: string, secret: string | undefined): Tokens {
  try {
    return tokensSchema.parse(JSON.parse(secret ?? ""));
  } catch (cause) {
    const message = "There is no sign-in that can be read. Connect the channel again.";
    throw new ConnectorError({ networkId, code: "unauthorized", message, cause });
  }
}

/** When a person has to sign in again at the latest: with a refresh token when that dies, else when the access token does. */
export const grantEnd = ({ refreshToken, expiresAt, refreshExpiresAt }: Tokens): number | null =>
  refreshToken === null ? expiresAt : refreshExpiresAt;

/** The same of a stored secret, whatever network it is of; null where it holds no such tokens. */
export function grantEndOf(secret: string): number | null {
  try {
    return grantEnd(tokensSchema.parse(JSON.parse(secret)));
  } catch {
    return null;
  }
}
