export { CreateAgencyInput, createAgency, defaultAlgorithmId } from "./agencies/create-agency.ts";
export { type AgencySettings, getSettings } from "./agencies/get-settings.ts";
export { type Membership, myAgencies } from "./agencies/my-agencies.ts";
export { ActivateAlgorithmInput, activateAlgorithm } from "./algorithms/activate-algorithm.ts";
export { ForkAlgorithmInput, forkAlgorithm } from "./algorithms/fork-algorithm.ts";
export { GetPreviewInput, getPreview, type PreviewStatus } from "./algorithms/get-preview.ts";
export {
  type AlgorithmChange,
  type AlgorithmList,
  type AlgorithmVersion,
  listAlgorithms,
} from "./algorithms/list-algorithms.ts";
export { RequestPreviewInput, requestPreview } from "./algorithms/request-preview.ts";
export { RevertActivationInput, revertActivation } from "./algorithms/revert-activation.ts";
export { type RunActivation, runActivation } from "./algorithms/run-activation.ts";
export { type RunPreview, runPreview } from "./algorithms/run-preview.ts";
export { StopPreviewInput, stopPreview } from "./algorithms/stop-preview.ts";
export { type Announcement, announce, changesTopic } from "./channels/announce.ts";
export { ConnectChannelInput, connectChannel } from "./channels/connect-channel.ts";
export {
  ConnectListedBlogInput,
  connectListedBlog,
  type ListedBlogOutcome,
} from "./channels/connect-listed-blog.ts";
export { DisconnectChannelInput, disconnectChannel, leaveChannel } from "./channels/disconnect-channel.ts";
export { DiscoverChannelsInput, discoverChannels, type FoundChannel } from "./channels/discover-channels.ts";
export {
  type DueWork,
  finishWork,
  leaseMs,
  nextDueAt,
  postponeWork,
  renewLease,
  takeDueWork,
} from "./channels/due-work.ts";
export { holdChannel, releaseChannel } from "./channels/hold-channel.ts";
export { type ConnectableNetwork, listNetworks } from "./channels/list-networks.ts";
export { type NetworkLanes, networkLanes } from "./channels/network-lanes.ts";
export {
  type BlogListPreview,
  type ListedBlogRow,
  ReadBlogListInput,
  readBlogList,
} from "./channels/read-blog-list.ts";
export { scheduleSync, scheduleWork, workTopic } from "./channels/schedule-sync.ts";
export { type SyncChannel, type SyncOutcome, syncChannel } from "./channels/sync-channel.ts";
export { SyncNowInput, syncNow } from "./channels/sync-now.ts";
export { AssignClientInput, assignClient } from "./clients/assign-client.ts";
export {
  type ChannelOutlook,
  type ClientForecast,
  ClientForecastInput,
  clientForecast,
} from "./clients/client-forecast.ts";
export { type ClientHistory, ClientHistoryInput, clientHistory } from "./clients/client-history.ts";
export { ClientRankInput, clientRank } from "./clients/client-rank.ts";
export { type ClientReceipt, ClientReceiptInput, clientReceipt, type PostGain } from "./clients/client-receipt.ts";
export { type ClientRow, clientRowsQuery } from "./clients/client-rows.ts";
export { CreateClientInput, createClient } from "./clients/create-client.ts";
export { DeleteClientInput, deleteClient, leaveClient } from "./clients/delete-client.ts";
export { ExportClientInput, exportClient } from "./clients/export-client.ts";
export {
  type ChannelDetail,
  type ClientDetail,
  GetClientInput,
  getClient,
  type TargetEntry,
} from "./clients/get-client.ts";
export { clientSorts, ListClientsInput, listClients } from "./clients/list-clients.ts";
export { PriceOfTargetInput, type TargetPrice, targetPrice } from "./clients/price-of-target.ts";
export { seesClient } from "./clients/sees-client.ts";
export { SetTargetInput, setTarget } from "./clients/set-target.ts";
export { ShareClientInput, shareClient } from "./clients/share-client.ts";
export { composeIo, type IoSettings } from "./context/compose-io.ts";
export {
  type Actor,
  type Call,
  type Context,
  type Io,
  type Role,
  roles,
  type SystemCall,
  type SystemContext,
} from "./context/context.ts";
export { describeError } from "./context/describe-error.ts";
export { type Database, type Entry, enterAgency } from "./context/enter-agency.ts";
export { type ErrorCode, errorCodes, ServiceError } from "./context/errors.ts";
export { restingIo } from "./context/resting-io.ts";
export { type Rotation, rotateKeys } from "./context/rotate-keys.ts";
export { sealKeyOf } from "./context/seal-keys.ts";
export { createSealer, type Sealer, type SealKey } from "./context/sealer.ts";
export { TimeZone } from "./context/time-zone.ts";
export { forgetDemoPeople } from "./demo/forget-demo-people.ts";
export { seededRandom } from "./demo/random.ts";
export { removeDemo } from "./demo/remove-demo.ts";
export { type DemoSignIn, demoSlug, makeDemo, seedDemo } from "./demo/seed-demo.ts";
export { askerOf, type Gate, gatesOf } from "./gates/gates-of.ts";
export { passGate } from "./gates/pass-gate.ts";
export { CheckUploadInput, checkUpload } from "./imports/check-upload.ts";
export { GetImportInput, getImport, type ImportStatus } from "./imports/get-import.ts";
export { type ImportPreview, PreviewImportInput, previewImport } from "./imports/preview-import.ts";
export { type RunImport, runImport } from "./imports/run-import.ts";
export { DropImportInput, dropImport, StartImportInput, startImport } from "./imports/start-import.ts";
export { learnClient } from "./learning/learn-client.ts";
export { planLearning } from "./learning/plan-learning.ts";
export { acceptInvite } from "./members/accept-invite.ts";
export { ChangeRoleInput, changeRole } from "./members/change-role.ts";
export { InviteMemberInput, inviteMember } from "./members/invite-member.ts";
export { listMembers, type OpenInvite, type TeamMember } from "./members/list-members.ts";
export {
  getNoticeSettings,
  type NoticeSettings,
  SetNoticeSettingsInput,
  setNoticeSettings,
} from "./members/notice-settings.ts";
export { type Invitation, readInvite } from "./members/read-invite.ts";
export { RemoveMemberInput, removeMember } from "./members/remove-member.ts";
export { WithdrawInviteInput, withdrawInvite } from "./members/withdraw-invite.ts";
export { whoAwaits } from "./networks/begun-by.ts";
export {
  type AnsweredSignIn,
  ChooseChannelsInput,
  chooseChannels,
  GetSignInInput,
  getSignIn,
} from "./networks/choose-channels.ts";
export { describeNumbers, type NumbersOfNetwork, type ReadingTimes } from "./networks/describe-numbers.ts";
export { FinishSignInInput, finishSignIn } from "./networks/finish-sign-in.ts";
export { forgetSignIns } from "./networks/forget-sign-ins.ts";
export { type AppPush, listNetworkApps, type NetworkApp } from "./networks/list-network-apps.ts";
export { RemoveNetworkAppInput, removeNetworkApp } from "./networks/remove-network-app.ts";
export { SetNetworkAppInput, setNetworkApp } from "./networks/set-network-app.ts";
export { agencyOfState, stateHash } from "./networks/sign-in-state.ts";
export { StartSignInInput, startSignIn } from "./networks/start-sign-in.ts";
export { forgetNotices } from "./notices/forget-notices.ts";
export { countNotices, listNotices, type Notice } from "./notices/list-notices.ts";
export { mailNotices } from "./notices/mail-notices.ts";
export { MarkNoticesSeenInput, markNoticesSeen } from "./notices/mark-notices-seen.ts";
export { warnOfEnding } from "./notices/warn-of-ending.ts";
export { ListPlanInput, listPlan, type PlanEntry } from "./plans/list-plan.ts";
export { PlanPostInput, planPost } from "./plans/plan-post.ts";
export { UnplanPostInput, unplanPost } from "./plans/unplan-post.ts";
export { forgetActors } from "./privacy/forget-actors.ts";
export { planForgetting } from "./privacy/plan-forgetting.ts";
export { AgreeRestInput, agreeRest } from "./promises/agree-rest.ts";
export { EndRestInput, endRest } from "./promises/end-rest.ts";
export type { RestWindow } from "./promises/rest-windows.ts";
export { CheckDraftInput, checkDraft, type DraftVerdict } from "./publishing/check-draft.ts";
export { ChoosePlaceInput, choosePlace } from "./publishing/choose-place.ts";
export { forgetImages } from "./publishing/forget-images.ts";
export { publicImage } from "./publishing/public-image.ts";
export {
  type PublishableChannel,
  PublishableChannelsInput,
  publishableChannels,
} from "./publishing/publishable-channels.ts";
export { ResolvePostInput, resolvePost } from "./publishing/resolve-post.ts";
export { type PublishOutcome, type RunPublish, runPublish } from "./publishing/run-publish.ts";
export { SchedulePostInput, schedulePost } from "./publishing/schedule-post.ts";
export { imageLimit, StoreImageInput, storeImage } from "./publishing/store-image.ts";
export { listenChannel } from "./push/listen-channel.ts";
export { planSubscriptions } from "./push/plan-subscriptions.ts";
export { subjectHash } from "./push/push-routes.ts";
export { answerHandshake, type PushAddress, type Reception, receivePush } from "./push/receive-push.ts";
export { subscribeChannel } from "./push/subscribe-channel.ts";
export { NextUpInput, nextUp, type QueueChannel, type QueueItem } from "./queue/next-up.ts";
export type { OnePost } from "./queue/one-post.ts";
export { finishReconnect } from "./reconnect/finish-reconnect.ts";
export { MakeReconnectLinkInput, makeReconnectLink } from "./reconnect/make-reconnect-link.ts";
export type { LinkAddress } from "./reconnect/open-link.ts";
export { type ReconnectOffer, readReconnectLink } from "./reconnect/read-reconnect-link.ts";
export { reconnectByForm } from "./reconnect/reconnect-by-form.ts";
export { startReconnect } from "./reconnect/start-reconnect.ts";
export { WithdrawReconnectLinkInput, withdrawReconnectLink } from "./reconnect/withdraw-reconnect-link.ts";
export { GetReportInput, getReport, type ReportStatus } from "./reports/get-report.ts";
export { loadReportModel, type ReportToDraw } from "./reports/load-report-model.ts";
export { RequestReportInput, requestReport } from "./reports/request-report.ts";
export { type RunReport, runReport } from "./reports/run-report.ts";
export { type DrawnReport, storeReportPdf } from "./reports/store-report-pdf.ts";
export { planWeeklyReports } from "./reports/weekly-rhythm.ts";
export {
  type Batch,
  type BatchObservation,
  type BatchPost,
  type BatchSignal,
  emptyBatch,
  type InboundKind,
} from "./scores/batch.ts";
export { ingest } from "./scores/ingest.ts";
export { rebuild } from "./scores/rebuild.ts";
export { checkPassword, type SignedInUser } from "./sign-in/check-password.ts";
export { limitAttempts, sweepAttempts } from "./sign-in/limit-attempts.ts";
export { hashPassword, passwordLength } from "./sign-in/password.ts";
export { SignUpInput, signUp } from "./sign-in/sign-up.ts";
export { type ClientPace, ClientPaceInput, clientPace } from "./spending/client-pace.ts";
export { getSpending, type Spending } from "./spending/get-spending.ts";
export { SetCapInput, setCap } from "./spending/set-cap.ts";
export { type ClientTopics, ClientTopicsInput, clientTopics } from "./topics/client-topics.ts";
export { DecideTopicInput, decideTopic } from "./topics/decide-topic.ts";
export { fewestPosts as fewestTopicPosts, type Topic } from "./topics/known-for.ts";
