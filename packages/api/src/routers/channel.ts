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
import { memberProcedure, router, workerProcedure } from "../trpc.ts";

export const channelRouter = router({
  networks: memberProcedure.query(listNetworks),
  discover: workerProcedure.input(DiscoverChannelsInput).mutation(discoverChannels),
  connect: workerProcedure.input(ConnectChannelInput).mutation(connectChannel),
  disconnect: workerProcedure.input(DisconnectChannelInput).mutation(disconnectChannel),
  syncNow: workerProcedure.input(SyncNowInput).mutation(syncNow),
});
