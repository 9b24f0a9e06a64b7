import { isConnectorError, networkById } from "@headroom/connectors";
import { and, channels, eq, ne, networkApps } from "@headroom/db";
import { z } from "zod";
import { connectorContext } from "../channels/connector-context.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { record } from "../context/audit.ts";
import type { Context } from "../context/context.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { appPurpose, appText, openApp, signInNetwork } from "./network-app.ts";
import { requireManager } from "./require-manager.ts";

export const SetNetworkAppInput = z.object({
  network: z.string().max(50),
  appId: z.string().trim().min(1, "Enter it as the network shows it.").max(500),
  appSecret: z.string().trim().min(1, "Enter it as the network shows it.").max(2_000),
  /** What push needs besides. Left out, the one that was entered for the same app stays. */
  pushKey: z.string().trim().min(1).max(2_000).optional(),
});
export type SetNetworkAppInput = z.infer<typeof SetNetworkAppInput>;

/** Whether the network was asked about the app, and knew it. */
export interface AppCheck {
  checked: boolean;
}

/** Stores the agency's own app at a network, after asking the network about it where that is possible. */
export const setNetworkApp = async ({ entry, input }: EntryCall<SetNetworkAppInput>): Promise<AppCheck> => {
  requireManager(entry.actor);
  const check = await askAbout({ entry, input });
  await enterAgency(entry, async (ctx) => {
    const { agencyId, io } = ctx;
    const pushKey = input.pushKey ?? (await keptKey(ctx, input));
    const text = appText({ secret: input.appSecret, ...(pushKey !== undefined && { pushKey }) });
    const row = {
      appId: input.appId,
      sealedSecret: io.sealer.seal(text, appPurpose(agencyId, input.network)),
      setBy: ctx.actor.memberId,
      setAt: new Date(io.now()),
    };
    await ctx.db
      .insert(networkApps)
      .values({ agencyId, network: input.network, ...row })
      .onConflictDoUpdate({ target: [networkApps.agencyId, networkApps.network], set: row });
    await record(ctx, {
      action: "app.set",
      subject: "network",
      subjectId: input.network,
      after: { appId: input.appId },
    });
    await askToBeTold(ctx, input.network);
  });
  return check;
};

const keptKey = async (ctx: Context, { network, appId }: SetNetworkAppInput): Promise<string | undefined> => {
  const [own] = await ctx.db
    .select()
    .from(networkApps)
    .where(and(eq(networkApps.agencyId, ctx.agencyId), eq(networkApps.network, network)));
  return own?.appId === appId ? openApp(ctx, own).pushKey : undefined;
};

/** Channels that were connected before are told about through the app as well. */
const askToBeTold = async (ctx: Context, network: string): Promise<void> => {
  if (networkById(network)?.push?.address !== "app") return;
  const rows = await ctx.db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.network, network), ne(channels.state, "disconnected")));
  for (const { id } of rows) await scheduleWork(ctx, { kind: "subscribe", subjectId: id, dueAt: ctx.io.now() });
};

const askAbout = async ({ entry, input }: EntryCall<SetNetworkAppInput>): Promise<AppCheck> => {
  const { signIn } = signInNetwork(input.network).connect;
  if (signIn.testApp === undefined) return { checked: false };
  const ctx = connectorContext(entry.io, { hashActor: () => "", saveSecret: async () => {} });
  try {
    const verdict = await signIn.testApp(ctx, { id: input.appId, secret: input.appSecret });
    if (verdict.accepted) return { checked: true };
    throw new ServiceError("invalid", verdict.reason, { field: "appSecret" });
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    throw new ServiceError(error.retryable ? "unavailable" : "invalid", error.message, { cause: error });
  }
};
