import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { archiveEntries } from "../../src/archives/entries.ts";
import { cached, unpackDebian, unpackFromNpm } from "./cached-download.ts";

/** PHP 8.2 and WordPress 6.1 in Debian 12; later releases bring later ones under names of their own. */
const debianPackages = ["cli", "common", "sqlite3", "xml", "mbstring", "gd", "opcache"].map((part) => `php8.2-${part}`);

/** Brings the drop-in through which WordPress keeps its tables in SQLite; looked up in November 2026. */
const playground = {
  spec: "@wp-playground/cli@3.1.56",
  integrity: "sha512-JTxl6djPEM2YRYz/w+BUoyoCvhSGHIjqMi4fMV1b8o1UPNvZatLaS7opo57UsrVElXrfdZwvi6IuyS4LswUx9Q==",
  path: "sqlite-database-integration.zip",
};

/** WordPress with PHP, downloaded once (12 MB). Throws CannotRunHere. */
export const wordpressFiles = (): Promise<string> =>
  cached("wordpress-1", async (directory) => {
    await unpackDebian([...debianPackages, "php-getid3", "wordpress"], directory);
    const zip = await unpackFromNpm(playground, directory);
    for await (const { name, bytes } of archiveEntries({ path: zip, name: playground.path }, () => 0)) {
      if (name.endsWith("/")) continue;
      const target = join(directory, "drop-in", name.slice(name.indexOf("/") + 1));
      await mkdir(dirname(target), { recursive: true });
      await pipeline(bytes, createWriteStream(target));
    }
  });
