import {
  ClientPaceInput,
  ConnectChannelInput,
  ConnectListedBlogInput,
  clientPace,
  connectChannel,
  connectListedBlog,
  DisconnectChannelInput,
  DiscoverChannelsInput,
  discoverChannels,
  leaveChannel,
  listNetworks,
  MakeReconnectLinkInput,
  makeReconnectLink,
  ReadBlogListInput,
  readBlogList,
  SyncNowInput,
  syncNow,
  WithdrawReconnectLinkInput,
  withdrawReconnectLink,
} from "@headroom/services";
import {
  askingForListProcedure,
  askingProcedure,
  enteringProcedure,
  memberProcedure,
  router,
  workerProcedure,
} from "../trpc.ts";

export const channelRouter = router({
  networks: memberProcedure.query(listNetworks),
  pace: memberProcedure.input(ClientPaceInput).query(clientPace),
  discover: askingProcedure
    .input(DiscoverChannelsInput)
    .mutation(({ ctx, input }) => discoverChannels({ entry: ctx.entry, input })),
  connect: askingProcedure
    .input(ConnectChannelInput)
    .mutation(({ ctx, input }) => connectChannel({ entry: ctx.entry, input })),
  readBlogList: workerProcedure.input(ReadBlogListInput).mutation(readBlogList),
  connectListedBlog: askingForListProcedure
    .input(ConnectListedBlogInput)
    .mutation(({ ctx, input }) => connectListedBlog({ entry: ctx.entry, input })),
  disconnect: enteringProcedure
    .input(DisconnectChannelInput)
    .mutation(({ ctx, input }) => leaveChannel({ entry: ctx.entry, input })),
  makeReconnectLink: workerProcedure.input(MakeReconnectLinkInput).mutation(makeReconnectLink),
  withdrawReconnectLink: workerProcedure.input(WithdrawReconnectLinkInput).mutation(withdrawReconnectLink),
  syncNow: workerProcedure.input(SyncNowInput).mutation(syncNow),
});
