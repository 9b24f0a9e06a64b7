export { ConnectorError, type ConnectorErrorCode, isConnectorError } from "./contract/connector-error.ts";
export type { Call, Limit, LimitReading, LimitScope, Limits } from "./contract/limits.ts";
export type { Charge, CostLine, Price, ReadingCosts, Spend } from "./contract/money.ts";
export {
  type NativeNumber,
  type NativeNumbers,
  type NumberDifference,
  type NumberKind,
  type NumberSource,
  numberKinds,
} from "./contract/native-numbers.ts";
export {
  type Capability,
  type CapabilityName,
  type ConnectField,
  type ConnectFields,
  type ConnectorContext,
  capabilityNames,
  type DiscoveredChannel,
  type KnownChannel,
  type Network,
  type PullChannel,
} from "./contract/network.ts";
export {
  type ImageType,
  imageTypes,
  type OutgoingImage,
  type OutgoingPost,
  type Place,
  type Places,
  type Published,
  type PublishInput,
  type Publishing,
  type PublishRules,
} from "./contract/publish.ts";
export type {
  Delivery,
  Handshake,
  HandshakeAnswer,
  Listen,
  Push,
  PushSecrets,
  SubscribeInput,
  Subscription,
  Touch,
} from "./contract/push.ts";
export {
  type AudienceRecord,
  type Batch,
  type Cursor,
  type InboundKind,
  type JsonValue,
  type Kind,
  kinds,
  type ObservationRecord,
  type PostRecord,
  postKey,
  type RemovalRecord,
  type SignalRecord,
  textLimit,
} from "./contract/records.ts";
export type {
  AppCredentials,
  AppForm,
  AppVerdict,
  Grant,
  SignIn,
  SignInAttempt,
} from "./contract/sign-in.ts";
export { grantEndOf } from "./http/tokens.ts";
export { type BlogList, type ListedBlog, opmlLimitBytes, readOpml } from "./networks/blog/read-opml.ts";
export { checkPost, type PostProblem } from "./publish/check-post.ts";
export { countText } from "./publish/count-text.ts";
export { outgoingText } from "./publish/outgoing-text.ts";
export { readingAges } from "./pull/reading-ages.ts";
export { rereadLimit, rereadMs } from "./pull/tell-page.ts";
export { type NetworkId, networkById, networks } from "./registry.ts";
