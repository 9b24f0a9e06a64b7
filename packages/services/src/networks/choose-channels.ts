import type { DiscoveredChannel } from "@headroom/connectors";
import { and, eq, gt, isNotNull, signIns } from "@headroom/db";
import { z } from "zod";
import { dropUnusedConnections, newConnection, placeChannel } from "../channels/connect-channel.ts";
import { knownFromStart } from "../channels/known-kinds.ts";
import { workedClient } from "../clients/client-access.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { begunBy } from "./begun-by.ts";
import { signInNetwork } from "./network-app.ts";
import { grantPurpose, signInKeptMs } from "./start-sign-in.ts";

export const GetSignInInput = z.object({ signInId: z.uuid() });
export type GetSignInInput = z.infer<typeof GetSignInInput>;

export interface AnsweredSignIn {
  clientId: string;
  network: string;
  networkTitle: string;
  channels: { nativeId: string; title: string; url: string; knows: string[]; note: string | null }[];
}

/** What is behind a sign-in, for the person who made it. */
export const getSignIn = async ({ ctx, input }: Call<GetSignInInput>): Promise<AnsweredSignIn> => {
  const row = await answered(ctx, input.signInId);
  return {
    clientId: row.clientId,
    network: row.network,
    networkTitle: signInNetwork(row.network).title,
    channels: asFound(row.found).map(({ nativeId, title, url, knows, note }) => ({
      nativeId,
      title,
      url,
      knows,
      note: note ?? null,
    })),
  };
};

export const ChooseChannelsInput = z.object({
  signInId: z.uuid(),
  nativeIds: z.array(z.string().max(200)).min(1, "Choose at least one.").max(100),
});
export type ChooseChannelsInput = z.infer<typeof ChooseChannelsInput>;

/** Connects the chosen channels of a sign-in to its client. They share the grant, and its renewals. */
export const chooseChannels = async ({
  ctx,
  input,
}: Call<ChooseChannelsInput>): Promise<{ clientId: string; channelIds: string[] }> => {
  const row = await answered(ctx, input.signInId);
  await workedClient(ctx, row.clientId);
  const network = signInNetwork(row.network);
  const chosen = asFound(row.found).filter(({ nativeId }) => input.nativeIds.includes(nativeId));
  const [first] = chosen;
  if (first === undefined || chosen.length < new Set(input.nativeIds).size) {
    throw new ServiceError("invalid", "This is not among the accounts of the sign-in.", { field: "nativeIds" });
  }
  const answer = {
    network,
    secret: ctx.io.sealer.open(row.sealedGrant ?? "", grantPurpose(row.id)),
    appId: row.appId,
    expiresAt: row.grantExpiresAt?.getTime() ?? null,
  };
  const inputFor = (nativeId: string) => ({ clientId: row.clientId, network: network.id, nativeId });
  const shared = await newConnection(ctx, { input: inputFor(first.nativeId), answer, found: first });
  const channelIds: string[] = [];
  for (const found of chosen) {
    const access = { connectionId: shared.connectionId, config: found.config, knows: knownFromStart(found.knows) };
    const { channelId } = await placeChannel(ctx, { input: inputFor(found.nativeId), answer, found, access });
    channelIds.push(channelId);
  }
  await ctx.db.delete(signIns).where(and(eq(signIns.agencyId, ctx.agencyId), eq(signIns.id, row.id)));
  await dropUnusedConnections(ctx, row.clientId);
  return { clientId: row.clientId, channelIds };
};

const answered = async ({ db, agencyId, actor, io }: Context, signInId: string) =>
  firstOr404(
    await db
      .select()
      .from(signIns)
      .where(
        and(
          eq(signIns.agencyId, agencyId),
          eq(signIns.id, signInId),
          begunBy(actor),
          isNotNull(signIns.sealedGrant),
          gt(signIns.createdAt, new Date(io.now() - signInKeptMs)),
        ),
      )
      .for("update"),
    "This sign-in",
  );

/** Written by `finishSignIn` as the network told it. */
const asFound = (json: unknown): DiscoveredChannel[] => json as DiscoveredChannel[];
