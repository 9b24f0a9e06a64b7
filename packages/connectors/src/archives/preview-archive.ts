import type { ArchiveOptions, ArchivePreview, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";

/** Reads the whole file once, so that a file with a preview can be imported to its end. Throws ArchiveError. */
export async function previewArchive(file: ArchiveSource, _options: ArchiveOptions): Promise<ArchivePreview> {
  throw new ArchiveError({ file: file.name, reason: "this kind of file cannot be read yet" });
}
