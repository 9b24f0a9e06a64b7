import { execFile } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createBrotliDecompress } from "node:zlib";
import { Refusal } from "./refusal.ts";

/** A browser and what it needs to draw text alike on every machine. */
export type Chromium = { path: string; libraries: string | undefined; fontConfig: string };

type Options = { root: string; explicitPath: string | undefined; searchPath: string };

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApplication = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const versionPatienceMs = 10_000;

/** The one named, else the system's, else the one that npm brought. */
export async function findChromium({ root, explicitPath, searchPath }: Options): Promise<Chromium> {
  const cache = join(root, "node_modules", ".cache", "headroom");
  await mkdir(cache, { recursive: true });
  const fontConfig = await writeFontConfig(root, cache);
  if (explicitPath !== undefined) {
    if (await works(explicitPath)) return { path: explicitPath, libraries: undefined, fontConfig };
    throw new Refusal(`CHROMIUM_PATH=${explicitPath} does not start; unset it, or name a Chromium that does`);
  }
  const candidates = searchPath
    .split(delimiter)
    .flatMap((directory) => systemNames.map((name) => join(directory, name)));
  for (const path of [...candidates, macApplication]) {
    if (existsSync(path) && (await works(path))) return { path, libraries: undefined, fontConfig };
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Refusal(
      "npm brings a Chromium for Linux x64 only; set CHROMIUM_PATH, for example CHROMIUM_PATH=/usr/bin/chromium",
    );
  }
  return { ...(await unpack(root, cache)), fontConfig };
}

/** Ubuntu's `chromium-browser` without snap is a script that only prints advice. */
async function works(path: string): Promise<boolean> {
  try {
    await promisify(execFile)(path, ["--version"], { timeout: versionPatienceMs });
    return true;
  } catch {
    return false;
  }
}

/** The package's own unpacking goes to the shared temp folder, where two runs race. */
async function unpack(root: string, cache: string): Promise<{ path: string; libraries: string }> {
  const entry = createRequire(join(root, "apps", "e2e", "package.json")).resolve("@sparticuz/chromium");
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  const directory = join(cache, `chromium-${version}`);
  if (!existsSync(directory)) {
    const unfinished = `${directory}.${process.pid}`;
    await mkdir(unfinished, { recursive: true });
    const archive = (name: string) => [createReadStream(join(home, "bin", name)), createBrotliDecompress()] as const;
    await Promise.all([
      pipeline(...archive("chromium.br"), createWriteStream(join(unfinished, "chromium"), { mode: 0o755 })),
      pipeline(...archive("al2023.tar.br"), untar(entry, unfinished)),
      pipeline(...archive("swiftshader.tar.br"), untar(entry, unfinished)),
    ]);
    await rename(unfinished, directory).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return { path: join(directory, "chromium"), libraries: join(directory, "lib") };
}

/** The unpacker that the package itself depends on. */
function untar(entry: string, directory: string): Writable {
  const { extract } = createRequire(entry)("tar-fs") as { extract(directory: string): Writable };
  return extract(directory);
}

/** Without fonts all text has size 0 and nothing counts as visible; with the system's, every machine draws differently. */
async function writeFontConfig(root: string, cache: string): Promise<string> {
  const fonts = dirname(
    createRequire(join(root, "packages", "reports", "package.json")).resolve(
      "@expo-google-fonts/ibm-plex-sans/package.json",
    ),
  );
  const faces = readdirSync(fonts, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ttf"));
  if (faces.length === 0) throw new Error(`no fonts in ${fonts}`);
  const aliases = ["sans-serif", "serif", "monospace", "system-ui"].map(
    (family) =>
      `  <alias binding="same"><family>${family}</family><prefer><family>IBM Plex Sans</family></prefer></alias>`,
  );
  const file = join(cache, "fonts.conf");
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    `  <dir>${fonts}</dir>`,
    `  <cachedir>${join(cache, "fontconfig")}</cachedir>`,
    ...aliases,
    "</fontconfig>",
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}
