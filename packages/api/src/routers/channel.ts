import {
  ConnectChannelInput,
  connectChannel,
  DisconnectChannelInput,
  DiscoverChannelsInput,
  disconnectChannel,
  discoverChannels,
  listNetworks,
  SyncNowInput,
  syncNow,
} from "@headroom/services";
import { askingProcedure, memberProcedure, router, workerProcedure } from "../trpc.ts";

export const channelRouter = router({
  networks: memberProcedure.query(listNetworks),
  discover: askingProcedure
    .input(DiscoverChannelsInput)
    .mutation(({ ctx, input }) => discoverChannels({ entry: ctx.entry, input })),
  connect: askingProcedure
    .input(ConnectChannelInput)
    .mutation(({ ctx, input }) => connectChannel({ entry: ctx.entry, input })),
  disconnect: workerProcedure.input(DisconnectChannelInput).mutation(disconnectChannel),
  syncNow: workerProcedure.input(SyncNowInput).mutation(syncNow),
});
