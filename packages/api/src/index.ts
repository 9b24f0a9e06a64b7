import { agencyRouter } from "./routers/agency.ts";
import { algorithmRouter } from "./routers/algorithm.ts";
import { channelRouter } from "./routers/channel.ts";
import { clientRouter } from "./routers/client.ts";
import { importRouter, uploadRouter } from "./routers/import.ts";
import { liveRouter } from "./routers/live.ts";
import { memberRouter } from "./routers/member.ts";
import { networkRouter } from "./routers/network.ts";
import { noticeRouter } from "./routers/notice.ts";
import { planRouter } from "./routers/plan.ts";
import { reportRouter } from "./routers/report.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  agency: agencyRouter,
  algorithm: algorithmRouter,
  client: clientRouter,
  channel: channelRouter,
  member: memberRouter,
  import: importRouter,
  live: liveRouter,
  plan: planRouter,
  network: networkRouter,
  notice: noticeRouter,
  report: reportRouter,
});
export type AppRouter = typeof appRouter;

/** For server components: the same procedures without HTTP. */
export const createCaller = createCallerFactory(appRouter);

/** For the route that takes uploads. */
export const createUploadCaller = createCallerFactory(uploadRouter);

// What pages draw and ask with: web sees the services through this package alone.
export {
  type AgencySettings,
  type AlgorithmChange,
  type AlgorithmList,
  type AlgorithmVersion,
  type AnsweredSignIn,
  type AppPush,
  type BlogListPreview,
  type ChannelDetail,
  type ChannelOutlook,
  type ClientDetail,
  type ClientForecast,
  type ClientPace,
  type ClientReceipt,
  type ClientRow,
  type ClientTopics,
  type ConnectableNetwork,
  type DraftVerdict,
  type FoundChannel,
  type ImportStatus,
  InviteMemberInput,
  imageLimit,
  ListClientsInput,
  type ListedBlogOutcome,
  type ListedBlogRow,
  type NetworkApp,
  type Notice,
  type NoticeSettings,
  type OnePost,
  type OpenInvite,
  type PlanEntry,
  type PostGain,
  type PreviewStatus,
  type PublishableChannel,
  type QueueItem,
  type RestWindow,
  type Role,
  type Spending,
  type TargetEntry,
  type TargetPrice,
  type TeamMember,
  type Topic,
} from "@headroom/services";
export type { Change, Changes, RequestContext } from "./context.ts";
export { refusalTo } from "./error-translation.ts";
