export {
  type ArchiveBatch,
  type ArchiveFormat,
  type ArchiveOptions,
  type ArchivePreview,
  type ArchiveSource,
  archiveFormats,
  postsOnlyNote,
} from "./archive.ts";
export { ArchiveError } from "./archive-error.ts";
export { previewArchive } from "./preview-archive.ts";
export { readArchive } from "./read-archive.ts";
