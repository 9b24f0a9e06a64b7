import type { ArchiveBatch, ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";

/** Streams the file's records in batches. Throws ArchiveError; the caller imports all batches or none. */
// biome-ignore lint/correctness/useYield: the formats follow
export async function* readArchive(file: ArchiveSource, _options: ArchiveOptions): AsyncGenerator<ArchiveBatch> {
  throw new ArchiveError({ file: file.name, reason: "this kind of file cannot be read yet" });
}
