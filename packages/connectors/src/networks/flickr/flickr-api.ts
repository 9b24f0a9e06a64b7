import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { classifyResponse } from "../../http/classify-response.ts";
import { oauth1Header } from "../../http/oauth1.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { nativeId, tolerantCount, tolerantList, wholeNumber } from "../../http/tolerant.ts";
import type { FlickrSecret } from "./flickr-secret.ts";
import { limitWaitMs, problemOf, problems } from "./oauth-problem.ts";

/** Text comes bare, or wrapped as `{"_content": "…"}`, depending on the method. */
const content = z
  .union([z.string(), z.object({ _content: z.coerce.string() }).transform(({ _content }) => _content)])
  .nullish()
  .catch(null)
  .transform((text) => text ?? "");

/** Unix seconds, in quotes or not. */
const seconds = wholeNumber.pipe(z.int().positive()).transform((unix) => unix * 1_000);

/**
 * Fields as in flickr.com/services/api (flickr.people.getPhotos, flickr.photos.getFavorites, flickr.photos.comments.getList,
 * flickr.people.getInfo, flickr.photos.getInfo), read in November 2026. The extras `count_faves` and `count_comments` are
 * not documented, but served: what a photo does not carry is unknown.
 */
export const photoSchema = z.object({
  id: nativeId,
  title: content,
  description: content,
  dateupload: seconds,
  views: tolerantCount,
  count_faves: tolerantCount,
  count_comments: tolerantCount,
});
export type FlickrPhoto = z.infer<typeof photoSchema>;

export const photosSchema = z.object({
  photos: z.object({
    page: wholeNumber,
    pages: wholeNumber,
    total: tolerantCount,
    photo: tolerantList(photoSchema),
  }),
});

export const favoritesSchema = z.object({
  photo: z.object({
    page: wholeNumber,
    pages: wholeNumber,
    person: tolerantList(z.object({ nsid: z.string(), favedate: seconds })).nullish(),
  }),
});

/** A photo without comments has no list of them. */
export const commentsSchema = z.object({
  comments: z.object({
    comment: tolerantList(z.object({ id: nativeId, author: z.string(), datecreate: seconds })).nullish(),
  }),
});

export const personSchema = z.object({
  person: z.object({
    nsid: z.string(),
    username: content,
    realname: content,
    photosurl: content,
    iconserver: z.coerce.string().nullish(),
    iconfarm: z.coerce.string().nullish(),
  }),
});

export const photoInfoSchema = z.object({
  photo: z.object({ id: nativeId, visibility: z.object({ ispublic: wholeNumber }) }),
});

const failedSchema = z.object({ stat: z.literal("fail"), code: z.coerce.number() });

export interface FlickrCall<T> {
  method: string;
  args: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
}

/** One signed call. Flickr says "fail" with status 200 and a number. */
export async function ask<T>(
  ctx: ConnectorContext,
  secret: FlickrSecret,
  { method, args, schema }: FlickrCall<T>,
): Promise<T> {
  const url = new URL("/services/rest", apiOrigin(ctx, "flickr", "https://api.flickr.com"));
  const query = { method, format: "json", nojsoncallback: "1", ...args };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await request(ctx, {
    networkId: "flickr",
    url,
    headers: { accept: "application/json", authorization: sign(ctx, { method: "GET", url, secret }) },
    accept: [400, 401, 429],
  });
  if (!response.ok) throw await refused(ctx, response);
  const either = z.union([failedSchema, schema.transform((answer) => ({ stat: "ok" as const, answer }))]);
  const read = await readJson(either, { networkId: "flickr", response });
  if (read.stat === "ok") return read.answer;
  throw failure(ctx, { response, code: meaningOf(method, read.code) });
}

export interface Signing {
  method: "GET" | "POST";
  url: URL;
  secret: FlickrSecret;
  form?: Readonly<Record<string, string>>;
}

/** The Authorization header of a call. Throws ConnectorError "unauthorized" where the app is gone. */
export function sign(ctx: ConnectorContext, { method, url, secret, form = {} }: Signing): string {
  const { app } = ctx;
  if (app === undefined) {
    const message = "The app through which this channel was connected is no longer set up.";
    throw new ConnectorError({ networkId: "flickr", code: "unauthorized", message });
  }
  const nonce = randomBytes(16).toString("hex");
  return oauth1Header({ method, url, app, token: secret, now: ctx.now(), nonce, form });
}

/** What an answer means that is no 2xx. */
export async function refused(ctx: ConnectorContext, response: Response): Promise<ConnectorError> {
  if (response.status === 429) return failure(ctx, { response, code: "rate-limited" });
  const problem = problemOf(await readText("flickr", response));
  const isPassing = problem !== null && problems[problem] === "unavailable";
  return failure(ctx, { response, code: isPassing ? "unavailable" : undefined });
}

/** Codes that every method shares; those below ten are each method's own. */
const codes: Readonly<Record<number, ConnectorErrorCode>> = {
  0: "unavailable",
  96: "unauthorized",
  97: "unauthorized",
  98: "unauthorized",
  99: "forbidden",
  100: "unauthorized",
  105: "unavailable",
  106: "unavailable",
};

const ownCodes: Readonly<Record<string, Readonly<Record<number, ConnectorErrorCode>>>> = {
  "flickr.people.getInfo": { 1: "not-found", 5: "not-found" },
  "flickr.people.getPhotos": { 2: "not-found" },
  "flickr.photos.getInfo": { 1: "not-found", 2: "forbidden" },
  "flickr.photos.getFavorites": { 1: "not-found" },
  "flickr.photos.comments.getList": { 1: "not-found" },
};

const meaningOf = (method: string, code: number): ConnectorErrorCode =>
  ownCodes[method]?.[code] ?? codes[code] ?? "malformed";

/** The meaning of a number that every method may answer; undefined for a method's own. */
export const sharedMeaning = (code: number): ConnectorErrorCode | undefined => codes[code];

export function failure(
  ctx: ConnectorContext,
  { response, code }: { response: Response; code: ConnectorErrorCode | undefined },
): ConnectorError {
  const { status, headers } = response;
  const now = ctx.now();
  const error = classifyResponse({ networkId: "flickr", status, headers, body: "", now, meaning: () => code });
  if (error.code !== "rate-limited" || headers.has("retry-after")) return error;
  const { networkId, message } = error;
  return new ConnectorError({ networkId, code: "rate-limited", status, message, retryAfterMs: limitWaitMs });
}
