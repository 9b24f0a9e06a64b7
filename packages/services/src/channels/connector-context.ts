import { createHmac } from "node:crypto";
import type { ConnectorContext } from "@headroom/connectors";
import { agencies, eq } from "@headroom/db";
import type { Io, SystemContext } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

/** Makes salted hashes of the people who react, so that nobody can be followed from one agency to another. */
export type HashActor = ConnectorContext["hashActor"];

const hashLength = 22;

export const agencyHashActor = async ({ db, agencyId }: Pick<SystemContext, "db" | "agencyId">): Promise<HashActor> => {
  const rows = await db.select({ salt: agencies.actorSalt }).from(agencies).where(eq(agencies.id, agencyId));
  const { salt } = firstOr404(rows, "This agency");
  return (networkId, actorId) =>
    createHmac("sha256", salt).update(`${networkId}:${actorId}`).digest("base64url").slice(0, hashLength);
};

export const connectorContext = (
  io: Io,
  {
    hashActor,
    saveSecret,
    ...more
  }: Pick<ConnectorContext, "hashActor" | "saveSecret" | "renewSecret" | "app" | "spend"> &
    Partial<Pick<ConnectorContext, "fetch">>,
): ConnectorContext => ({
  fetch: io.fetch,
  ...(io.stream && { stream: io.stream }),
  ...more,
  now: io.now,
  random: io.random,
  baseUrls: io.networkBaseUrls,
  hashActor,
  saveSecret,
});

/** What a connection's secret is sealed for. */
export const secretPurpose = (connectionId: string): string => `connection:${connectionId}`;
