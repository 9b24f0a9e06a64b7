import type { ArchiveBatch, ArchiveOptions, ArchiveSource } from "./archive.ts";
import { archiveLimits } from "./limits.ts";

/** A batch and what was learnt about the file on the way. */
export interface ArchivePart extends ArchiveBatch {
  title?: string;
  owner?: string;
}

/** Reads one format as a stream of parts. Throws ArchiveError. */
export type ArchiveReader = (file: ArchiveSource, options: ArchiveOptions) => AsyncIterable<ArchivePart>;

export const emptyPart = (): ArchivePart => ({ posts: [], observations: [], signals: [], audience: [] });

/** Joins small parts to batches of about `batchSize` records. */
export async function* inBatches(parts: AsyncIterable<Partial<ArchivePart>>): AsyncGenerator<ArchivePart> {
  let batch = emptyPart();
  for await (const part of parts) {
    batch.posts.push(...(part.posts ?? []));
    batch.observations.push(...(part.observations ?? []));
    batch.signals.push(...(part.signals ?? []));
    batch.audience.push(...(part.audience ?? []));
    if (part.title !== undefined) batch.title = part.title;
    if (part.owner !== undefined) batch.owner = part.owner;
    if (batch.posts.length + batch.signals.length + batch.audience.length >= archiveLimits.batchSize) {
      yield batch;
      batch = emptyPart();
    }
  }
  yield batch;
}
