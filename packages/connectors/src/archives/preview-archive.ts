import type { Kind } from "../contract/records.ts";
import { type ArchiveOptions, type ArchivePreview, type ArchiveSource, postsOnlyNote } from "./archive.ts";
import type { ArchivePart } from "./archive-part.ts";
import { detectFormat } from "./detect-format.ts";
import { formats } from "./formats.ts";

const sampleCount = 5;

/** Reads the whole file once, so that a file with a preview can be imported to its end. Throws ArchiveError. */
export async function previewArchive(file: ArchiveSource, options: ArchiveOptions): Promise<ArchivePreview> {
  const format = options.format ?? (await detectFormat(file));
  const { read, networkId, postsOnly } = formats[format];
  const preview: ArchivePreview = {
    format,
    networkId,
    posts: 0,
    firstAt: null,
    lastAt: null,
    signalsByKind: {},
    notes: postsOnly ? [postsOnlyNote] : [],
    samples: [],
  };
  for await (const part of read(file, options)) addPart(preview, part);
  if (format === "x" && preview.posts > 0) {
    preview.notes.push("likes and reposts are totals of the day on which the archive was made");
  }
  return preview;
}

function addPart(preview: ArchivePreview, { posts, observations, signals, audience, title, owner }: ArchivePart): void {
  if (title !== undefined) preview.title = title;
  if (owner !== undefined) preview.owner = owner;
  preview.posts += posts.length;
  preview.samples.push(...posts.slice(0, sampleCount - preview.samples.length));
  const count = (kind: Kind, by: number): void => {
    preview.signalsByKind[kind] = (preview.signalsByKind[kind] ?? 0) + by;
  };
  for (const post of posts) {
    count("post", 1);
    if (post.carriesLink) count("linkPost", 1);
  }
  for (const { kind, total } of observations) count(kind, total);
  for (const signal of signals) count(signal.kind, signal.count);
  for (const { at } of [...posts, ...signals, ...audience]) {
    preview.firstAt = Math.min(preview.firstAt ?? at, at);
    preview.lastAt = Math.max(preview.lastAt ?? at, at);
  }
}
