import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import type { Reactions, ReactionsInput } from "../../pull/timeline.ts";
import { digest, signalKey } from "../../text/stable-id.ts";
import { ask, commentsSchema, favoritesSchema } from "./flickr-api.ts";
import type { FlickrSession } from "./pull-flickr.ts";

/** The most that Flickr gives in a page of people who faved a photo. */
const favesPage = 50;
/** Pages of them for one photo in one pull; those beyond are counted without names. */
const favesPages = 4;

/** Who faved a photo and when, and its comments; a photo that went away meanwhile had none. */
export async function readReactions(
  ctx: ConnectorContext,
  session: FlickrSession,
  input: ReactionsInput,
): Promise<Reactions> {
  try {
    const faves = input.changed.has("like") ? await readFaves(ctx, session, input) : [];
    if (!input.changed.has("comment")) return { signals: faves, ownComments: undefined };
    const { signals, ownComments } = await readComments(ctx, session, input);
    return { signals: [...faves, ...signals], ownComments };
  } catch (error) {
    if (isConnectorError(error) && error.code === "not-found") return { signals: [], ownComments: undefined };
    throw error;
  }
}

/** Listed newest first, which is not documented: where it were otherwise, old ones would be met again and new ones counted. */
async function readFaves(
  ctx: ConnectorContext,
  { secret, nsid }: FlickrSession,
  { post, since }: ReactionsInput,
): Promise<SignalRecord[]> {
  const signals: SignalRecord[] = [];
  for (let asked = 1; asked <= favesPages; asked++) {
    const { photo } = await ask(ctx, secret, {
      method: "flickr.photos.getFavorites",
      args: { photo_id: post.nativeId, per_page: String(favesPage), page: String(asked) },
      schema: favoritesSchema,
    });
    const people = photo.person ?? [];
    for (const { nsid: fan, favedate } of people) {
      if (fan === nsid) continue;
      const actor = ctx.hashActor("flickr", fan);
      signals.push({
        // A fave has no number of its own; one account faves a photo once.
        nativeKey: signalKey("like", digest(`${post.nativeId} ${actor}`)),
        kind: "like",
        at: favedate,
        count: 1,
        actor,
        postNativeId: post.nativeId,
      });
    }
    const isKnown = since !== null && people.every(({ favedate }) => favedate < since);
    if (photo.page >= photo.pages || people.length === 0 || isKnown) break;
  }
  return signals;
}

/** All of them in one answer. */
async function readComments(
  ctx: ConnectorContext,
  { secret, nsid }: FlickrSession,
  { post }: ReactionsInput,
): Promise<Reactions> {
  const { comments } = await ask(ctx, secret, {
    method: "flickr.photos.comments.getList",
    args: { photo_id: post.nativeId },
    schema: commentsSchema,
  });
  const all = comments.comment ?? [];
  const signals = all
    .filter(({ author }) => author !== nsid)
    .map(
      ({ id, author, datecreate }): SignalRecord => ({
        nativeKey: signalKey("comment", id),
        kind: "comment",
        at: datecreate,
        count: 1,
        actor: ctx.hashActor("flickr", author),
        postNativeId: post.nativeId,
      }),
    );
  return { signals, ownComments: all.length - signals.length };
}
