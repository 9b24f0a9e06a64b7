import type { ArchiveFormat, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { archiveEntries, containerOf, firstBytes } from "./entries.ts";

/** How much of a file is looked at, in bytes; WordPress writes its long comment first. */
const headBytes = 8_192;

/** What kind of archive a file is, by its content first and its name where the content leaves it open. */
export async function detectFormat(file: ArchiveSource): Promise<ArchiveFormat> {
  const container = await containerOf(file.path).catch((cause: unknown) => {
    throw new ArchiveError({ file: file.name, reason: "the file cannot be opened", cause });
  });
  const format =
    container === "plain" ? byHead(await firstBytes(file.path, headBytes), file.name) : await byEntries(file);
  if (format === null) throw new ArchiveError({ file: file.name, reason: unknownReason });
  return format;
}

const unknownReason =
  "this is none of the files that can be imported: a Mastodon archive (.tar.gz, .zip or outbox.json), a Bluesky " +
  "repository (.car), a WordPress export (.xml), an X archive (.zip) or a CSV of signals";

function byHead(head: Buffer, name: string): ArchiveFormat | null {
  if (head.length === 0) return null;
  const text = head.toString("utf8").replace(/^\uFEFF/, "");
  // A CAR file begins with the length of a CBOR map that names its roots.
  if (head.subarray(0, 64).includes("eroots") && head.subarray(0, 64).includes("gversion")) return "bluesky";
  if (/^\s*window\.YTD\.tweets?\./.test(text)) return "x";
  if (text.trimStart().startsWith("<")) return text.includes("wordpress.org/export") ? "wordpress" : null;
  if (text.trimStart().startsWith("{"))
    return text.includes("activitystreams") || name.endsWith("outbox.json") ? "mastodon" : null;
  const header = (text.split(/\r?\n/, 1)[0] ?? "")
    .toLowerCase()
    .split(",")
    .map((cell) => cell.trim().replaceAll('"', ""));
  // The reader of a CSV says which column is missing or not known.
  return /\.csv$/i.test(name) || (header.includes("at") && header.includes("kind")) ? "csv" : null;
}

const entryFormats: readonly (readonly [RegExp, ArchiveFormat])[] = [
  [/(?:^|\/)outbox\.json$/, "mastodon"],
  [/(?:^|\/)tweets?(?:-part\d+)?\.js$/, "x"],
  [/\.xml$/, "wordpress"],
];

const formatOfEntry = (name: string): ArchiveFormat | null =>
  entryFormats.find(([pattern]) => pattern.test(name))?.[1] ?? null;

async function byEntries(file: ArchiveSource): Promise<ArchiveFormat | null> {
  for await (const { name } of archiveEntries(file, (name) => (formatOfEntry(name) === null ? null : 0))) {
    return formatOfEntry(name);
  }
  return null;
}
