import { z } from "zod";
import { type StandInOAuth, standInApp, standInOAuth } from "./oauth.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInPost, type StandInStore } from "./store.ts";

/** Beyond 2^53, as real ids are. */
const firstId = 7_300_000_000_000_000_001n;
const openId = "723f24d7-e717-40f8-a2b6-cb8464cd23b4";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * TikTok with one account. Fields and behaviour: developers.tiktok.com/doc (tiktok-api-v2-get-user-info, -video-list,
 * -video-query, -rate-limit, -error-handling; login-kit-web; oauth-refresh-a-user-access-token), read in November 2026:
 * an error "ok" in every good answer, pages by an instant in milliseconds, instants in seconds, only the fields asked for,
 * refresh tokens that die with their use.
 */
export async function startTikTokStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth({
    now,
    accessMs: 2 * hourMs,
    refreshMs: 180 * dayMs,
    rotates: true,
    idName: "client_key",
    challenge: "hex",
    owner: owner.id,
  });
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, pageSize: options.pageSize ?? 20 }),
    failure,
  });
  return {
    ...server,
    networkId: "tiktok",
    store,
    app: standInApp,
    revoke: oauth.revoke,
    connectFields: {},
    connectFieldsWithSecret: {},
  };
}

interface Server {
  store: StandInStore;
  owner: Actor;
  oauth: StandInOAuth;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { path, method } = request;
  if (path === "/v2/auth/authorize/") return server.oauth.authorize(request);
  if (path === "/v2/oauth/token/") return server.oauth.token(request);
  if (!server.oauth.accepts(request)) return failure("unauthorized");
  const fields = (request.query.get("fields") ?? "").split(",").filter((field) => field !== "");
  if (fields.length === 0) return refusal(400, "invalid_params");
  if (path === "/v2/user/info/" && method === "GET") return good({ user: pick(userView(server), fields) });
  if (path === "/v2/video/list/" && method === "POST") return listVideos(request, { ...server, fields });
  if (path === "/v2/video/query/" && method === "POST") return queryVideos(request, { ...server, fields });
  return undefined;
}

const listSchema = z.object({ max_count: z.number().int().min(1).max(20).default(10), cursor: z.number().optional() });

/** Newest first; the cursor is an instant in milliseconds before which the next page lies. */
function listVideos({ body }: StandInRequest, { store, owner, pageSize, fields }: Asked): StandInReply {
  const asked = listSchema.safeParse(JSON.parse(body));
  if (!asked.success) return refusal(400, "invalid_params");
  const { max_count, cursor = Number.POSITIVE_INFINITY } = asked.data;
  const older = store.posts.filter(({ at }) => at < cursor).toSorted((a, b) => b.at - a.at);
  const page = older.slice(0, Math.min(pageSize, max_count));
  return good({
    videos: page.map((post) => pick(videoView(post, owner), fields)),
    cursor: page.at(-1)?.at ?? 0,
    has_more: page.length < older.length,
  });
}

const querySchema = z.object({ filters: z.object({ video_ids: z.array(z.string()).max(20) }) });

/** Videos that are not there are left out. */
function queryVideos({ body }: StandInRequest, { store, owner, fields }: Asked): StandInReply {
  const asked = querySchema.safeParse(JSON.parse(body));
  if (!asked.success) return refusal(400, "invalid_params");
  const wanted = new Set(asked.data.filters.video_ids);
  const found = store.posts.filter(({ id }) => wanted.has(id));
  return good({ videos: found.map((post) => pick(videoView(post, owner), fields)) });
}

interface Asked extends Server {
  fields: readonly string[];
}

const userView = ({ store, owner }: Server) => ({
  open_id: openId,
  union_id: "c9c60f44-a68e-4f5d-84dd-ce22faeb0ba1",
  display_name: owner.name,
  username: owner.id,
  avatar_url: "https://p16-sign.tiktokcdn.example/alice.webp",
  profile_deep_link: "https://vm.tiktok.com/ZSRexample/",
  is_verified: false,
  follower_count: store.followers,
  following_count: 0,
  likes_count: store.posts.reduce((sum, { likes }) => sum + likes.length, 0),
  video_count: store.posts.length,
});

/** The address of a video carries the key of the app that asked. */
const videoView = (post: StandInPost, owner: Actor) => ({
  id: post.id,
  create_time: Math.floor(post.at / 1_000),
  title: post.text,
  video_description: post.link === null ? post.text : `${post.text} ${post.link}`,
  share_url: `https://www.tiktok.com/@${owner.id}/video/${post.id}?utm_campaign=tt4d_open_api&utm_source=${standInApp.id}`,
  cover_image_url: "https://p16-sign.tiktokcdn.example/cover.webp",
  duration: 14,
  view_count: post.views,
  like_count: post.likes.length,
  comment_count: post.comments.length,
  share_count: post.reshares.length,
});

const pick = (view: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));

const logId = "20261102115800CBE87ED59D524E727021";
const good = (data: object): StandInReply => json({ data, error: { code: "ok", message: "", log_id: logId } });
const refusal = (status: number, code: string): StandInReply =>
  json({ data: {}, error: { code, message: "Something that people read", log_id: logId } }, { status });

/** A limit is told without its end. */
function failure(mode: FailureMode): StandInReply {
  switch (mode) {
    case "server-error":
      return refusal(500, "internal_error");
    case "unauthorized":
      return refusal(401, "access_token_invalid");
    case "forbidden":
      return refusal(403, "access_denied");
    case "not-found":
      return refusal(404, "not_found");
    case "rate-limited":
      return refusal(429, "rate_limit_exceeded");
    default:
      return mode satisfies never;
  }
}
