import { type DiscoveredChannel, type Grant, isConnectorError } from "@headroom/connectors";
import { and, eq, isNull, signIns } from "@headroom/db";
import { z } from "zod";
import { agencyHashActor, connectorContext } from "../channels/connector-context.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { gatedFetch } from "../gates/gated-fetch.ts";
import { askerOf } from "../gates/gates-of.ts";
import { spendFor } from "../spending/spend-for.ts";
import { begunBy } from "./begun-by.ts";
import { appOfConnection, signInNetwork } from "./network-app.ts";
import { redirectUri, stateHash } from "./sign-in-state.ts";
import { grantPurpose, keepPurpose } from "./start-sign-in.ts";

export const FinishSignInInput = z.object({
  state: z.string().max(200),
  /** The query of the address to which the network sent the person back. */
  query: z.string().max(8_000),
});
export type FinishSignInInput = z.infer<typeof FinishSignInInput>;

/** An answer is waited for this long, ms. */
const answerMs = 15 * 60_000;

/** Takes the network's answer, once and from the person who began, and finds the channels behind it. */
export const finishSignIn = async ({
  entry,
  input,
}: EntryCall<FinishSignInInput>): Promise<{ signInId: string; clientId: string }> => {
  const attempt = await takeAttempt({ entry, input });
  const { app, hashActor } = await enterAgency(entry, async (ctx) => ({
    app: await appOfConnection(ctx, attempt),
    hashActor: await agencyHashActor(ctx),
  }));
  const network = signInNetwork(attempt.network);
  if (app === null) throw new ServiceError("invalid", `The app for ${network.title} was removed meanwhile.`);
  const spend = spendFor({ db: entry.db, io: entry.io, agencyId: entry.agencyId, clientId: attempt.clientId, network });
  const given: { secret: string | null } = { secret: null };
  const outside = {
    ...connectorContext(entry.io, {
      fetch: gatedFetch(entry, askerOf(entry.io, { network, appId: app.id })),
      hashActor,
      saveSecret: async (secret) => {
        given.secret = secret;
      },
    }),
    app,
    spend,
  };
  const params = new URLSearchParams(input.query);
  try {
    const grant = await network.connect.signIn.finish(outside, {
      app,
      redirectUri: redirectUri(entry.io),
      state: input.state,
      keep: attempt.keep,
      params,
    });
    const { channels } = await network.discover(outside, {}, grant);
    if (channels.length === 0)
      throw new ServiceError("not-found", `No account was found behind this sign-in at ${network.title}.`);
    await storeAnswer(entry, { id: attempt.id, grant: { ...grant, secret: given.secret ?? grant.secret }, channels });
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    throw new ServiceError(error.retryable ? "unavailable" : "invalid", error.message, { cause: error });
  }
  return { signInId: attempt.id, clientId: attempt.clientId };
};

interface Attempt {
  id: string;
  clientId: string;
  network: string;
  appId: string;
  keep: string;
}

/** Whoever begins takes part; a second answer finds nothing, since what it would be checked with is gone. */
const takeAttempt = ({ entry, input }: EntryCall<FinishSignInInput>): Promise<Attempt> =>
  enterAgency(entry, async (ctx) => {
    const mine = and(
      eq(signIns.agencyId, ctx.agencyId),
      eq(signIns.stateHash, stateHash(input.state)),
      begunBy(ctx.actor),
      isNull(signIns.sealedGrant),
    );
    const rows = await ctx.db.select().from(signIns).where(mine).for("update");
    const row = firstOr404(rows, "This sign-in");
    if (row.sealedKeep === "" || ctx.io.now() - row.createdAt.getTime() > answerMs) {
      throw new ServiceError("conflict", "This sign-in took too long or was answered already. Begin again.");
    }
    await ctx.db.update(signIns).set({ sealedKeep: "" }).where(mine);
    return { ...row, keep: ctx.io.sealer.open(row.sealedKeep, keepPurpose(row.id)) };
  });

const storeAnswer = (
  entry: EntryCall<unknown>["entry"],
  { id, grant, channels }: { id: string; grant: Grant; channels: DiscoveredChannel[] },
): Promise<void> =>
  enterAgency(entry, async (ctx) => {
    await ctx.db
      .update(signIns)
      .set({
        sealedGrant: ctx.io.sealer.seal(grant.secret, grantPurpose(id)),
        grantExpiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt),
        found: channels,
      })
      .where(and(eq(signIns.agencyId, ctx.agencyId), eq(signIns.id, id)));
  });
