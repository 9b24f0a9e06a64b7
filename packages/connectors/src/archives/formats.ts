import type { ArchiveFormat } from "./archive.ts";
import type { ArchiveReader } from "./archive-part.ts";
import { readBluesky } from "./read-bluesky.ts";
import { readCsv } from "./read-csv.ts";
import { readMastodon } from "./read-mastodon.ts";
import { readWordpress } from "./read-wordpress.ts";
import { readX } from "./read-x.ts";

export interface FormatEntry {
  read: ArchiveReader;
  /** The network whose ids the file uses; null where it has ids of its own. */
  networkId: string | null;
  /** Whether the file holds the owner's posts alone. */
  postsOnly: boolean;
}

/** Every format, once. */
export const formats: Readonly<Record<ArchiveFormat, FormatEntry>> = {
  mastodon: { read: readMastodon, networkId: "mastodon", postsOnly: true },
  bluesky: { read: readBluesky, networkId: "bluesky", postsOnly: true },
  wordpress: { read: readWordpress, networkId: "blog", postsOnly: false },
  x: { read: readX, networkId: "x", postsOnly: false },
  csv: { read: readCsv, networkId: null, postsOnly: false },
};
