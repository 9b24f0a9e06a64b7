import { appNumber, type LinkedInWebhooks, linkedInWebhooks } from "./linkedin-webhooks.ts";
import { imagePath, type LinkedInWriting, linkedInWriting } from "./linkedin-writing.ts";
import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInPost, type StandInStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";

/** Beyond 2^53, as real ids are. */
const firstId = 7_390_000_000_000_000_001n;
const organizationId = "2414183";
const organization = `urn:li:organization:${organizationId}`;
const dayMs = 86_400_000;
/** Ended on 16 November 2026. */
const lastDeadVersion = "202511";

/**
 * LinkedIn with one page. Fields and behaviour: learn.microsoft.com/linkedin/marketing/community-management (organization
 * access control and lookup, posts-api, images-api, social-metadata-api, share-statistics), marketing/versioning, shared/authentication
 * and shared/api-guide/concepts, read in November 2026: a version in every request, pages by `start` and `count`, batches
 * with a status per key, no statistics of posts without activity, limits that name no end.
 */
export async function startLinkedInStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({ now, accessMs: 60 * dayMs, refreshMs: 365 * dayMs, rotates: false, owner: owner.id });
  const webhooks = linkedInWebhooks({ options, organization });
  watchStore(store, webhooks.tell);
  const writing = linkedInWriting({ store, author: organization });
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, webhooks, writing, pageSize: options.pageSize ?? 100 }),
    failure,
  });
  return {
    ...server,
    networkId: "linkedin",
    store,
    app: { ...standInApp, pushKey: appNumber },
    settled: webhooks.settled,
    revoke: oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  oauth: StandInOAuth;
  webhooks: LinkedInWebhooks;
  writing: LinkedInWriting;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | Promise<StandInReply> | undefined {
  const { path, query, headers } = request;
  if (path === "/oauth/v2/authorization") return authorize(request, server.oauth);
  if (path === "/oauth/v2/accessToken") return tokens(server.oauth.token(request));
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  if (path.startsWith(imagePath)) return server.writing(request);
  const version = headers["linkedin-version"];
  if (version === undefined) return refusal(400, "VERSION_MISSING");
  if (!/^\d{6}$/.test(version) || version <= lastDeadVersion) return refusal(426, "NONEXISTENT_VERSION");
  const subscribed = server.webhooks.answer(request);
  if (subscribed !== undefined) return subscribed;
  if (request.method === "POST") return server.writing(request);
  switch (path) {
    case "/rest/organizationAcls":
      return json(listed([roleView], { query, pageSize: server.pageSize }));
    case "/rest/organizations":
      return json(batched(query, (id) => (id === organizationId ? organizationView(server) : undefined)));
    case `/rest/networkSizes/${organization}`:
      return json({ firstDegreeSize: server.store.followers });
    case "/rest/posts":
      return query.has("ids") ? json(batched(query, viewOf(server, postView))) : ownPosts(query, server);
    case "/rest/socialMetadata":
      return json(batched(query, viewOf(server, metadataView)));
    case "/rest/organizationalEntityShareStatistics":
      return json(listed(statistics(query, server), { query, pageSize: 100 }));
    default:
      return undefined;
  }
}

/** An app without a permission of its own may not use PKCE. */
const authorize = (request: StandInRequest, oauth: StandInOAuth): StandInReply =>
  request.query.has("code_challenge") ? refusal(400, "NATIVE_PKCE_NOT_PERMITTED") : oauth.authorize(request);

/** The end of the refresh token goes by another name here. */
const tokens = (reply: StandInReply): StandInReply => ({
  ...reply,
  body: reply.body.replace('"refresh_expires_in"', '"refresh_token_expires_in"'),
});

interface Paging {
  query: URLSearchParams;
  pageSize: number;
}

function listed(all: readonly object[], { query, pageSize }: Paging): object {
  const start = Number(query.get("start") ?? 0);
  const count = Math.min(pageSize, Number(query.get("count") ?? 10));
  const end = start + count;
  const link = { type: "application/json", rel: "next", href: `/rest/list?count=${count}&start=${end}` };
  return {
    elements: all.slice(start, end),
    paging: { start, count, links: end < all.length ? [link] : [] },
  };
}

/** `List(a,b)` */
const listOf = (text: string | null): string[] =>
  (/^List\((.+)\)$/.exec(text ?? "")?.[1] ?? "").split(",").filter((one) => one !== "");

function batched(query: URLSearchParams, find: (key: string) => object | undefined): object {
  const keys = listOf(query.get("ids"));
  const found = keys.map((key) => ({ key, view: find(key) }));
  const missing = found.filter(({ view }) => view === undefined);
  return {
    results: Object.fromEntries(found.flatMap(({ key, view }) => (view === undefined ? [] : [[key, view]]))),
    statuses: Object.fromEntries(found.map(({ key, view }) => [key, view === undefined ? 404 : 200])),
    errors: Object.fromEntries(missing.map(({ key }) => [key, { status: 404, code: "NOT_FOUND", message: "" }])),
  };
}

const urnOf = ({ id }: StandInPost): string => `urn:li:share:${id}`;

const viewOf =
  ({ store }: Server, view: (post: StandInPost) => object) =>
  (urn: string): object | undefined => {
    const post = store.posts.find((one) => urnOf(one) === urn);
    return post === undefined ? undefined : view(post);
  };

function ownPosts(query: URLSearchParams, { store, pageSize }: Server): StandInReply {
  if (query.get("q") !== "author" || query.get("author") !== organization) return failure("forbidden");
  const newest = store.posts.toSorted((a, b) => b.at - a.at);
  return json(listed(newest.map(postView), { query, pageSize }));
}

const roleView = { role: "ADMINISTRATOR", organization, roleAssignee: "urn:li:person:A8xe03Qt10", state: "APPROVED" };

const organizationView = ({ owner }: Server) => ({
  id: Number(organizationId),
  localizedName: owner.name,
  vanityName: owner.id,
  primaryOrganizationType: "NONE",
});

const postView = (post: StandInPost) => ({
  id: urnOf(post),
  author: organization,
  commentary: post.text,
  createdAt: post.at,
  publishedAt: post.at,
  lastModifiedAt: post.at,
  lifecycleState: "PUBLISHED",
  lifecycleStateInfo: { isEditedByAuthor: false },
  visibility: "PUBLIC",
  distribution: { feedDistribution: "MAIN_FEED", thirdPartyDistributionChannels: [] },
  isReshareDisabledByAuthor: false,
  ...(post.link !== null && { content: { article: { source: post.link, title: "A page" } } }),
  ...(post.images.length > 0 && { content: contentView(post) }),
});

const contentView = ({ id, images }: StandInPost) => {
  const views = images.map(({ alt }, at) => ({ id: `urn:li:image:C4D${id}${at}`, altText: alt }));
  return views.length === 1 ? { media: views[0] } : { multiImage: { images: views } };
};

const metadataView = (post: StandInPost) => ({
  entity: urnOf(post),
  commentsState: "OPEN",
  commentSummary: { count: post.comments.length, topLevelCount: post.comments.length },
  reactionSummaries: post.likes.length === 0 ? {} : { LIKE: { reactionType: "LIKE", count: post.likes.length } },
});

/** Nobody clicks in the store: clicks are left out. A post without activity is left out whole. */
const statistics = (query: URLSearchParams, { store }: Server): object[] =>
  listOf(query.get("shares")).flatMap((urn) => {
    const post = store.posts.find((one) => urnOf(one) === urn);
    if (post === undefined || post.views + post.reshares.length === 0) return [];
    const { views: impressionCount, likes, comments, reshares } = post;
    const counts = {
      impressionCount,
      likeCount: likes.length,
      commentCount: comments.length,
      shareCount: reshares.length,
    };
    return [{ organizationalEntity: organization, share: urn, totalShareStatistics: counts }];
  });

const refusal = (status: number, code: string): StandInReply =>
  json({ status, code, message: "Something that people read" }, { status });

/** A limit is told without its end, which is midnight in UTC. */
function failure(mode: FailureMode): StandInReply {
  switch (mode) {
    case "server-error":
      return refusal(500, "INTERNAL_SERVER_ERROR");
    case "unauthorized":
      return refusal(401, "INVALID_ACCESS_TOKEN");
    case "forbidden":
      return refusal(403, "ACCESS_DENIED");
    case "not-found":
      return refusal(404, "RESOURCE_NOT_FOUND");
    case "rate-limited":
      return refusal(429, "TOO_MANY_REQUESTS");
    default:
      return mode satisfies never;
  }
}
