import { isConnectorError } from "@headroom/connectors";
import { and, eq, lt, signIns } from "@headroom/db";
import { z } from "zod";
import { connectorContext } from "../channels/connector-context.ts";
import { workedClient } from "../clients/client-access.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { networkApp, signInNetwork } from "./network-app.ts";
import { newState, redirectUri, stateHash } from "./sign-in-state.ts";

export const StartSignInInput = z.object({ clientId: z.uuid(), network: z.string().max(50) });
export type StartSignInInput = z.infer<typeof StartSignInInput>;

/** Attempts are forgotten after so long, ms: what they gave is of no use to anybody any more. */
export const signInKeptMs = 24 * 3_600_000;

/** Where to send the person who connects a channel: the network's own page. */
export const startSignIn = async (call: EntryCall<StartSignInInput>): Promise<{ url: string }> => {
  const { url } = await beginSignIn(call);
  return { url };
};

/** The same with the state, by which the attempt is known when its answer comes. */
export const beginSignIn = async ({
  entry,
  input,
}: EntryCall<StartSignInInput>): Promise<{ url: string; state: string }> => {
  const network = signInNetwork(input.network);
  const app = await enterAgency(entry, async (ctx) => {
    await workedClient(ctx, input.clientId);
    return networkApp(ctx, network.id);
  });
  if (app === null) {
    const message = `${network.title} needs an app first: a manager enters it in the settings.`;
    throw new ServiceError("invalid", message, { field: "network" });
  }
  const state = newState(entry.agencyId);
  const outside = connectorContext(entry.io, { hashActor: () => "", saveSecret: async () => {} });
  const { url, keep } = await network.connect.signIn
    .start(outside, { app, redirectUri: redirectUri(entry.io), state })
    .catch((error: unknown) => {
      if (!isConnectorError(error)) throw error;
      throw new ServiceError(error.retryable ? "unavailable" : "invalid", error.message, { cause: error });
    });
  await enterAgency(entry, async (ctx) => {
    await workedClient(ctx, input.clientId);
    const now = ctx.io.now();
    await ctx.db
      .delete(signIns)
      .where(and(eq(signIns.agencyId, ctx.agencyId), lt(signIns.createdAt, new Date(now - signInKeptMs))));
    const id = crypto.randomUUID();
    await ctx.db.insert(signIns).values({
      agencyId: ctx.agencyId,
      id,
      clientId: input.clientId,
      memberId: ctx.actor.memberId,
      network: network.id,
      appId: app.id,
      linkId: ctx.actor.throughLink ?? null,
      stateHash: stateHash(state),
      sealedKeep: ctx.io.sealer.seal(keep, keepPurpose(id)),
      createdAt: new Date(now),
    });
  });
  return { url, state };
};

/** What is kept of an attempt, and what it gave, are sealed for that attempt alone. */
export const keepPurpose = (signInId: string): string => `sign-in:${signInId}:keep`;
export const grantPurpose = (signInId: string): string => `sign-in:${signInId}:grant`;
