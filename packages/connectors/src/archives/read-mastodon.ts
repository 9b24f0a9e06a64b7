import { z } from "zod";
import type { PostRecord } from "../contract/records.ts";
import { carriesLink } from "../networks/mastodon/status-text.ts";
import { httpUrl } from "../text/http-url.ts";
import { htmlExcerpt } from "../text/plain-text.ts";
import { stableId } from "../text/stable-id.ts";
import type { ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivePart, type ArchiveReader, inBatches } from "./archive-part.ts";
import { type ArchiveEntry, archiveEntries } from "./entries.ts";
import { jsonItems } from "./json-items.ts";

const recipients = z.union([z.string(), z.array(z.string())]).nullish();

/** An activity of the outbox (ActivityStreams 2.0; docs.joinmastodon.org/spec/activitypub, read November 2026). */
const activitySchema = z.object({
  type: z.string(),
  actor: z.string().nullish(),
  published: z.string().nullish(),
  object: z.unknown().optional(),
});

const noteSchema = z.object({
  id: z.string(),
  published: z.string().nullish(),
  url: z.string().nullish(),
  content: z.string().nullish(),
  inReplyTo: z.string().nullish(),
  to: recipients,
  cc: recipients,
});

const actorSchema = z.object({ name: z.string().nullish(), preferredUsername: z.string().nullish() });

/** Boosts, votes and answers to others are no posts; followers-only and direct posts are nobody's business. */
const publicAudience: ReadonlySet<string> = new Set([
  "https://www.w3.org/ns/activitystreams#Public",
  "as:Public",
  "Public",
]);

const baseName = (name: string): string => name.split("/").at(-1) ?? "";

/** Reads a Mastodon account archive: `outbox.json` by itself, or the .tar.gz or .zip that holds it. */
export const readMastodon: ArchiveReader = (file, options) => inBatches(parts(file, options));

async function* parts(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Partial<ArchivePart>> {
  const rank = (name: string): number | null => ({ "actor.json": 0, "outbox.json": 1 })[baseName(name)] ?? null;
  let found = false;
  for await (const entry of archiveEntries(file, rank)) {
    if (baseName(entry.name) === "actor.json") {
      yield await readActor(entry);
      continue;
    }
    found = true;
    const place = entry.name === file.name ? file.name : `${file.name}: ${entry.name}`;
    for await (const { value, line } of jsonItems({ file: place, bytes: entry.bytes, member: "orderedItems" })) {
      const post = readActivity(value, { place, line, now: options.now() });
      if (post !== null) yield { posts: [post] };
    }
  }
  if (!found) throw new ArchiveError({ file: file.name, reason: "there is no outbox.json in it" });
}

/** Actor files are a few kilobytes; a larger one is passed over, since it only gives a name. */
const actorBytes = 1_000_000;

async function readActor(entry: ArchiveEntry): Promise<Partial<ArchivePart>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of entry.bytes) {
    size += piece.byteLength;
    if (size <= actorBytes) pieces.push(piece);
  }
  try {
    const actor = actorSchema.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
    const owner = actor.preferredUsername ?? undefined;
    const title = actor.name || owner;
    return { ...(title === undefined ? {} : { title }), ...(owner === undefined ? {} : { owner: `@${owner}` }) };
  } catch {
    return {};
  }
}

interface ActivityInput {
  place: string;
  line: number;
  now: number;
}

function readActivity(value: unknown, { place, line, now }: ActivityInput): PostRecord | null {
  const activity = activitySchema.safeParse(value);
  if (!activity.success) throw new ArchiveError({ file: place, line, reason: "this entry is no activity" });
  if (activity.data.type !== "Create") return null;
  const note = noteSchema.safeParse(activity.data.object);
  if (!note.success) throw new ArchiveError({ file: place, line, reason: "this post has no readable content" });
  const { id, content, url, inReplyTo, to, cc, published } = note.data;
  if (![to, cc].flat().some((recipient) => publicAudience.has(recipient ?? ""))) return null;
  if (inReplyTo != null && !isOwn(inReplyTo, activity.data.actor)) return null;
  const at = Date.parse(published ?? activity.data.published ?? "");
  if (Number.isNaN(at)) throw new ArchiveError({ file: place, line, reason: "this post has no readable date" });
  const html = content ?? "";
  return {
    nativeId: stableId(baseName(id)),
    at: Math.min(at, now),
    url: httpUrl(url) ?? httpUrl(id),
    text: htmlExcerpt(html),
    carriesLink: carriesLink(html),
  };
}

const isOwn = (inReplyTo: string, actor: string | null | undefined): boolean =>
  actor != null && inReplyTo.startsWith(`${actor}/`);
