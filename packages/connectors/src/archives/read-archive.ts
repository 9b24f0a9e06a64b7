import type { ArchiveBatch, ArchiveOptions, ArchiveSource } from "./archive.ts";
import { detectFormat } from "./detect-format.ts";
import { formats } from "./formats.ts";

/**
 * Streams a file's records in batches. Throws ArchiveError, possibly after some batches: the caller stores all of them in one
 * transaction, or none.
 */
export async function* readArchive(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<ArchiveBatch> {
  const format = options.format ?? (await detectFormat(file));
  for await (const { posts, observations, signals, audience } of formats[format].read(file, options)) {
    yield { posts, observations, signals, audience };
  }
}
