import { flickrUpload, uploadFailure } from "./flickr-upload.ts";
import { standInApp } from "./oauth.ts";
import { refusal, type StandInOAuth1, standInOAuth1 } from "./oauth1.ts";
import { type FailureMode, json, type StandInReply, type StandInRequest, startServer } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { type Actor, createStore, type StandInPost, type StandInStore } from "./store.ts";

const firstId = 54_000_000_000n;
const ownerNsid = "12037949754@N01";
const uploadPath = "/services/upload/";

/**
 * Flickr with one account. Fields and behaviour: flickr.com/services/api (people.getInfo, people.getPhotos, photos.getInfo,
 * photos.getFavorites, photos.comments.getList, auth.oauth, upload.api), read in November 2026: numbers in quotes, `_content`,
 * failures with status 200, the last page again beyond the end, a bare web page with 429 and no end of it.
 */
export async function startFlickrStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const now = options.now ?? Date.now;
  const store = createStore({ now, firstId });
  const owner: Actor = { id: (options.owner ?? "alice").toLowerCase(), name: options.owner ?? "alice" };
  const oauth = standInOAuth1({ now, owner: owner.name, nsid: ownerNsid });
  const server = await startServer({
    options,
    handle: (request) => serve(request, { store, owner, oauth, pageSize: options.pageSize ?? 500 }),
    failure,
  });
  return {
    ...server,
    networkId: "flickr",
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
  oauth: StandInOAuth1;
  pageSize: number;
}

function serve(request: StandInRequest, server: Server): StandInReply | undefined {
  const { oauth } = server;
  if (request.path === "/services/oauth/request_token") return oauth.requestToken(request);
  if (request.path === "/services/oauth/authorize") return oauth.authorize(request);
  if (request.path === "/services/oauth/access_token") return oauth.accessToken(request);
  const isUpload = request.path === uploadPath && request.method === "POST";
  if (request.path !== "/services/rest" && !isUpload) return undefined;
  const problem = oauth.problem(request);
  if (problem !== null) return refusal(problem);
  if (!oauth.isAllowed(request)) return (isUpload ? uploadFailure : fail)(98, "Invalid auth token");
  if (!isUpload) return call(request.query, server);
  return oauth.mayWrite(request) ? flickrUpload(request, server.store) : uploadFailure(99, "Insufficient permissions");
}

function call(query: URLSearchParams, server: Server): StandInReply {
  const method = query.get("method") ?? "";
  const isOwner = query.get("user_id") === ownerNsid;
  if (method === "flickr.people.getInfo") return isOwner ? ok(personView(server)) : fail(1, "User not found");
  if (method === "flickr.people.getPhotos") return isOwner ? ok(photosView(query, server)) : fail(2, "Unknown user");
  const photo = server.store.posts.find(({ id }) => id === query.get("photo_id"));
  if (!Object.hasOwn(photoMethods, method)) return fail(112, `Method "${method}" not found`);
  if (photo === undefined) return fail(1, "Photo not found");
  return ok(photoMethods[method]?.(photo, { query, server }) ?? {});
}

type PhotoMethod = (photo: StandInPost, asked: { query: URLSearchParams; server: Server }) => object;

const photoMethods: Readonly<Record<string, PhotoMethod>> = {
  "flickr.photos.getInfo": ({ id, text }) => ({
    photo: { id, title: { _content: text }, visibility: { ispublic: 1, isfriend: 0, isfamily: 0 } },
  }),
  "flickr.photos.getFavorites": ({ id, likes }, { query }) => {
    const { items, ...where } = paged(likes.toReversed(), query, 50);
    const person = items.map(({ by, at }) => ({ nsid: nsidOf(by), username: by.name, favedate: unix(at) }));
    return { photo: { id, ...where, person } };
  },
  "flickr.photos.comments.getList": ({ id, comments }, { server }) => ({
    comments: {
      photo_id: id,
      ...(comments.length > 0 && {
        comment: comments.map((comment) => ({
          id: `6065-${id}-${comment.id}`,
          author: comment.by.id === server.owner.id ? ownerNsid : nsidOf(comment.by),
          authorname: comment.by.name,
          datecreate: unix(comment.at),
          _content: comment.text,
        })),
      }),
    },
  }),
};

const personView = ({ store, owner }: Server) => ({
  person: {
    id: ownerNsid,
    nsid: ownerNsid,
    ispro: 0,
    iconserver: "122",
    iconfarm: 1,
    path_alias: owner.id,
    username: { _content: owner.id },
    realname: { _content: owner.name },
    photosurl: { _content: `https://www.flickr.com/photos/${owner.id}/` },
    photos: { count: { _content: store.posts.length } },
  },
});

function photosView(query: URLSearchParams, { store, pageSize }: Server) {
  const newest = store.posts.toSorted((a, b) => b.at - a.at || Number(BigInt(b.id) - BigInt(a.id)));
  const { items, ...where } = paged(newest, query, pageSize);
  return { photos: { ...where, photo: items.map(photoView) } };
}

/** Beyond the end comes the last page. */
function paged<T>(all: readonly T[], query: URLSearchParams, most: number) {
  const perpage = Math.min(most, Number(query.get("per_page") ?? 100));
  const pages = Math.ceil(all.length / perpage);
  const page = Math.max(1, Math.min(Number(query.get("page") ?? 1), pages));
  return { page, pages, perpage, total: all.length, items: all.slice((page - 1) * perpage, page * perpage) };
}

const photoView = (post: StandInPost) => ({
  id: post.id,
  owner: ownerNsid,
  secret: "a123456",
  server: "65535",
  farm: 66,
  title: post.images.length > 0 ? post.title : post.text,
  ispublic: 1,
  isfriend: 0,
  isfamily: 0,
  description: { _content: descriptionOf(post) },
  dateupload: unix(post.at),
  views: String(post.views),
  count_faves: String(post.likes.length),
  count_comments: String(post.comments.length),
});

/** What came with a picture, else a link in the markup that Flickr makes of it. */
const descriptionOf = ({ images, text, link }: StandInPost): string => {
  if (images.length > 0) return text;
  return link === null ? "" : `See <a href="${link}" rel="noreferrer nofollow">there</a>`;
};

const unix = (at: number): string => String(Math.floor(at / 1_000));

const nsidOf = (actor: Actor): string =>
  `${[...actor.id].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 99_999_999, 7)}@N02`;

const ok = (answer: object): StandInReply => json({ ...answer, stat: "ok" });

const fail = (code: number, message: string): StandInReply => json({ stat: "fail", code, message });

/** Failures carry status 200 and a number; a limit is a web page without an end. */
function failure(mode: FailureMode, { path }: { path: string }): StandInReply {
  const refuse = path === uploadPath ? uploadFailure : fail;
  switch (mode) {
    case "server-error":
      return refuse(105, "Service currently unavailable");
    case "unauthorized":
      return refuse(98, "Invalid auth token");
    case "forbidden":
      return refuse(99, "Insufficient permissions. Method requires read privileges; none granted.");
    case "not-found":
      return refuse(2, "Unknown user");
    case "rate-limited":
      return {
        status: 429,
        headers: { "content-type": "text/html" },
        body: "<html><body><h1>429 Too Many Requests</h1>\nYou have sent too many requests in a given amount of time.\n</body></html>",
      };
    default:
      return mode satisfies never;
  }
}
