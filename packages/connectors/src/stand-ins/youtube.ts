import { type Hub, startHub } from "./hub.ts";
import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInComment, type StandInPost, type StandInStore } from "./store.ts";
import { watchStore } from "./watch-store.ts";

const firstId = 9_000_000_000n;
const channelId = "UCstandInStandInStandIn0";
const uploads = "UUstandInStandInStandIn0";
const hourMs = 3_600_000;
const feedAddress = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId}`;

/**
 * YouTube with one channel. Fields and behaviour: developers.google.com/youtube/v3/docs (channels, playlistItems, videos,
 * commentThreads, comments, errors), read in November 2026: counts in quotes, pages by token, limits as a 403 with a reason.
 */
export async function startYouTubeStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({ now, accessMs: hourMs, refreshMs: null, rotates: false, owner: owner.id });
  const hub = startHub({ options, isTopic: (topic) => topic === feedAddress, algorithm: "sha1" });
  watchStore(store, (change) => {
    if (change.kind !== "publish" && change.kind !== "remove") return;
    const body = feedOf(change.post, change.kind === "publish");
    hub.publish(feedAddress, { type: "application/atom+xml", body });
  });
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, hub, pageSize: options.pageSize ?? 50 }),
    failure,
  });
  return {
    ...server,
    networkId: "youtube",
    store,
    app: standInApp,
    settled: hub.settled,
    revoke: oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  oauth: StandInOAuth;
  hub: Hub;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, query } = request;
  if (path === "/o/oauth2/v2/auth") return server.oauth.authorize(request);
  if (path === "/subscribe") return server.hub.answer(request);
  if (path === "/token") return server.oauth.token(request);
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  if (path === "/youtube/v3/channels")
    return json({ kind: "youtube#channelListResponse", items: [channelView(server)] });
  if (path === "/youtube/v3/playlistItems") return listUploads(query, server);
  if (path === "/youtube/v3/videos") return listVideos(query, server);
  if (path === "/youtube/v3/commentThreads") return listThreads(query, server);
  return undefined;
}

/** developers.google.com/youtube/v3/guides/push_notifications */
const feedOf = ({ id, text, at }: StandInPost, isThere: boolean): string => {
  const when = new Date(at).toISOString();
  const entry = isThere
    ? `<entry><id>yt:video:${id}</id><yt:videoId>${id}</yt:videoId><yt:channelId>${channelId}</yt:channelId>
<title>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</title><published>${when}</published><updated>${when}</updated></entry>`
    : `<at:deleted-entry ref="yt:video:${id}" when="${when}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
<link rel="hub" href="https://pubsubhubbub.appspot.com"/><link rel="self" href="${feedAddress}"/>${entry}</feed>`;
};

const channelView = ({ store, owner }: Server) => ({
  kind: "youtube#channel",
  id: channelId,
  snippet: {
    title: owner.name,
    customUrl: `@${owner.id}`,
    thumbnails: { default: { url: "https://yt3.example/alice.jpg", width: 88, height: 88 } },
  },
  contentDetails: { relatedPlaylists: { likes: "", uploads } },
  statistics: {
    viewCount: String(store.posts.reduce((sum, { views }) => sum + views, 0)),
    subscriberCount: String(store.followers),
    hiddenSubscriberCount: false,
    videoCount: String(store.posts.length),
  },
});

function listUploads(query: URLSearchParams, { store, pageSize }: Server): StandInReply {
  const newest = store.posts.toSorted((a, b) => b.at - a.at);
  // As Google answers for a channel that never uploaded.
  if (newest.length === 0) return refusal(404, "playlistNotFound");
  const { items, ...page } = paged(newest, query, pageSize);
  return json({
    kind: "youtube#playlistItemListResponse",
    ...page,
    items: items.map(({ id, at }) => ({
      kind: "youtube#playlistItem",
      contentDetails: { videoId: id, videoPublishedAt: new Date(at).toISOString() },
    })),
  });
}

/** Videos that are not there are left out. */
function listVideos(query: URLSearchParams, { store }: Server): StandInReply {
  const ids = (query.get("id") ?? "").split(",");
  if (ids.length > 50) return refusal(400, "invalidFilters");
  const items = ids.flatMap((id) => store.posts.filter((post) => post.id === id).map(videoView));
  return json({ kind: "youtube#videoListResponse", items });
}

function listThreads(query: URLSearchParams, { store, owner }: Server): StandInReply {
  const post = store.posts.find(({ id }) => id === query.get("videoId"));
  if (post === undefined) return refusal(404, "videoNotFound");
  const { items, ...page } = paged(post.comments.toReversed(), query, 100);
  return json({
    kind: "youtube#commentThreadListResponse",
    ...page,
    items: items.map((comment) => ({
      kind: "youtube#commentThread",
      id: comment.id,
      snippet: {
        videoId: post.id,
        topLevelComment: commentView(comment, owner),
        totalReplyCount: 0,
        canReply: true,
        isPublic: true,
      },
    })),
  });
}

function paged<T>(all: readonly T[], query: URLSearchParams, most: number) {
  const size = Math.min(most, Number(query.get("maxResults") ?? 5));
  const from = Number(query.get("pageToken")?.replace(/^CA-/, "") ?? 0);
  const end = from + size;
  return {
    ...(end < all.length && { nextPageToken: `CA-${end}` }),
    pageInfo: { totalResults: all.length, resultsPerPage: size },
    items: all.slice(from, end),
  };
}

const videoView = (post: StandInPost) => ({
  kind: "youtube#video",
  id: post.id,
  snippet: {
    publishedAt: new Date(post.at).toISOString(),
    channelId,
    title: post.text,
    description: post.link === null ? "" : `More at ${post.link}`,
    liveBroadcastContent: "none",
  },
  status: { uploadStatus: "processed", privacyStatus: "public" },
  statistics: {
    viewCount: String(post.views),
    likeCount: String(post.likes.length),
    favoriteCount: "0",
    commentCount: String(post.comments.length),
  },
});

const commentView = (comment: StandInComment, owner: Actor) => ({
  kind: "youtube#comment",
  id: comment.id,
  snippet: {
    authorDisplayName: `@${comment.by.name}`,
    authorChannelId: { value: comment.by.id === owner.id ? channelId : `UC${comment.by.id}` },
    textDisplay: comment.text,
    publishedAt: new Date(comment.at).toISOString(),
  },
});

const refusal = (status: number, reason: string): StandInReply =>
  json(
    { error: { code: status, message: reason, errors: [{ message: reason, domain: "youtube", reason }] } },
    { status },
  );

/** A limit is a 403: only the reason tells it from a ban. */
function failure(mode: FailureMode): StandInReply {
  switch (mode) {
    case "server-error":
      return refusal(503, "backendError");
    case "unauthorized":
      return refusal(401, "authError");
    case "forbidden":
      return refusal(403, "forbidden");
    case "not-found":
      return refusal(404, "channelNotFound");
    case "rate-limited":
      return refusal(403, "quotaExceeded");
    default:
      return mode satisfies never;
  }
}
