import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { isElsewhere, linksElsewhere } from "../../text/html-tags.ts";
import { htmlExcerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { ask, type FlickrPhoto, photoInfoSchema, photosSchema } from "./flickr-api.ts";
import { type FlickrSecret, readSecret } from "./flickr-secret.ts";
import { readReactions } from "./read-reactions.ts";

/** Flickr gives up to 500; a batch of 200 is what the caller stores at a time. */
const pageSize = 200;
/** Photos that the public may see: what only friends see is not what a client is known for. */
const publicOnly = "1";

export const configSchema = z.object({ nsid: z.string() });

export interface FlickrSession {
  nsid: string;
  secret: FlickrSecret;
}

/** Pulls an account's public photos and videos, by the day of their upload. */
export async function* pullFlickr(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { nsid } = readConfig(configSchema, { networkId: "flickr", channel });
  const session = { nsid, secret: readSecret(channel.secret) };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, session, token),
      namedKinds: ["like", "comment"],
      reactions: (input) => readReactions(ctx, session, input),
      gone: (ids) => findGone(ctx, session, ids),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, session: FlickrSession, token: string | null): Promise<TimelinePage> {
  const { photos } = await ask(ctx, session.secret, {
    method: "flickr.people.getPhotos",
    args: {
      user_id: session.nsid,
      privacy_filter: publicOnly,
      extras: "description,date_upload,views,count_faves,count_comments",
      per_page: String(pageSize),
      page: token ?? "1",
    },
    schema: photosSchema,
  });
  const { page, pages, total } = photos;
  return {
    posts: photos.photo.map((photo) => timelinePost(photo, session)),
    // Beyond the end Flickr gives the last page again: what it says it gave counts, not what was asked for.
    next: page < pages && photos.photo.length > 0 ? String(page + 1) : null,
    ...(total == null ? {} : { total }),
  };
}

function timelinePost(photo: FlickrPhoto, { nsid }: FlickrSession): TimelinePost {
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  return {
    post: {
      nativeId: stableId(photo.id),
      at: photo.dateupload,
      url: `https://www.flickr.com/photos/${encodeURIComponent(nsid)}/${encodeURIComponent(photo.id)}/`,
      text: htmlExcerpt(photo.description, photo.title),
      carriesLink: carriesLink(photo.description),
    },
    totals: {
      ...total("view", photo.views),
      ...total("like", photo.count_faves),
      ...total("comment", photo.count_comments),
    },
  };
}

const flickr = "https://flickr.com";

/** Flickr's page makes a link of any address in a description, with or without markup. */
function carriesLink(description: string): boolean {
  const bare = description.match(/https?:\/\/[^\s"'<>]+/gi) ?? [];
  return linksElsewhere(description, flickr) || bare.some((link) => isElsewhere(link, flickr));
}

/** Photos that are no longer there, or no longer for the public. */
async function findGone(
  ctx: ConnectorContext,
  { secret }: FlickrSession,
  nativeIds: readonly string[],
): Promise<string[]> {
  const gone: string[] = [];
  for (const id of nativeIds) {
    const isPublic = await ask(ctx, secret, {
      method: "flickr.photos.getInfo",
      args: { photo_id: id },
      schema: photoInfoSchema,
    }).then(
      ({ photo }) => photo.visibility.ispublic === 1,
      (error: unknown) => {
        if (isConnectorError(error) && error.code === "not-found") return false;
        throw error;
      },
    );
    if (!isPublic) gone.push(id);
  }
  return gone;
}
