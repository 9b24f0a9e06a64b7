import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { openPromise } from "yauzl";
import type { ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { archiveLimits } from "./limits.ts";

export interface ArchiveEntry {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** Epoch milliseconds, where the container tells. */
  modifiedAt: number | null;
}

/** The order in which an entry is wanted; null for an entry that is passed over. Nothing is ever unpacked to disk. */
export type Wanted = (name: string) => number | null;

export type Container = "zip" | "gzip" | "tar" | "plain";

/** What kind of container the file's first bytes announce. */
export async function containerOf(path: string): Promise<Container> {
  const head = await firstBytes(path, 512);
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) <= 7) return "zip";
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  return head.subarray(257, 262).toString("latin1") === "ustar" ? "tar" : "plain";
}

/** The first bytes of a file; fewer when it is shorter. */
export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The wanted entries of a zip, tar or gzip file; the file itself when it is no container. Throws ArchiveError. */
export async function* archiveEntries(file: ArchiveSource, wanted: Wanted): AsyncGenerator<ArchiveEntry> {
  try {
    switch (await containerOf(file.path)) {
      case "zip":
        return yield* zipEntries(file, wanted);
      case "gzip":
        return yield* gzipEntries(file, wanted);
      case "tar":
        return yield* tarEntries(file, { wanted, gunzip: false });
      case "plain":
        yield { name: file.name, bytes: fileBytes(file.path), modifiedAt: null };
    }
  } catch (cause) {
    throw asArchiveError(file, cause);
  }
}

/** Bytes read at a time. */
const chunkBytes = 65_536;

/**
 * The bytes of a file, always in the same buffer: a chunk is valid until the next one is asked for. A fresh buffer per chunk
 * would leave as much garbage as the file is long.
 */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  const buffer = Buffer.alloc(chunkBytes);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* zipEntries(file: ArchiveSource, wanted: Wanted): AsyncGenerator<ArchiveEntry> {
  const zip = await openPromise(file.path, { lazyEntries: true, autoClose: false });
  try {
    if (zip.entryCount > archiveLimits.entries) throw tooManyEntries(file);
    const entries = [];
    for await (const entry of zip.eachEntry()) {
      const rank = wanted(entry.fileName);
      if (rank !== null) entries.push({ entry, rank });
    }
    const budget = byteBudget(file);
    for (const { entry } of entries.toSorted((a, b) => a.rank - b.rank)) {
      const stream = await zip.openReadStreamPromise(entry);
      yield { name: entry.fileName, bytes: budget(stream), modifiedAt: entry.getLastModDate().getTime() };
    }
  } finally {
    zip.close();
  }
}

async function* gzipEntries(file: ArchiveSource, wanted: Wanted): AsyncGenerator<ArchiveEntry> {
  const gunzip = createReadStream(file.path, { end: 65_535 }).pipe(createGunzip());
  const head: Uint8Array[] = [];
  for await (const piece of byteBudget(file)(gunzip)) {
    head.push(piece);
    if (Buffer.concat(head).length >= 512) break;
  }
  if (Buffer.concat(head).subarray(257, 262).toString("latin1") === "ustar") {
    yield* tarEntries(file, { wanted, gunzip: true });
  } else {
    const bytes = createReadStream(file.path).pipe(createGunzip());
    yield { name: file.name.replace(/\.gz$/i, ""), bytes: byteBudget(file)(bytes), modifiedAt: null };
  }
}

async function* tarEntries(
  file: ArchiveSource,
  { wanted, gunzip }: { wanted: Wanted; gunzip: boolean },
): AsyncGenerator<ArchiveEntry> {
  const tar = extract();
  const source = createReadStream(file.path);
  const unpacked = gunzip ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => unpacked.destroy(error));
  const fed = pipeline(unpacked, tar).catch((error: unknown) => error);
  const budget = byteBudget(file);
  let count = 0;
  for await (const entry of tar) {
    count += 1;
    if (count > archiveLimits.entries) throw tooManyEntries(file);
    const bytes = budget(entry);
    if (entry.header.type === "file" && wanted(entry.header.name) !== null) {
      yield { name: entry.header.name, bytes, modifiedAt: entry.header.mtime?.getTime() ?? null };
    }
    // What was not read counts all the same.
    for await (const _ of bytes);
  }
  const failure = await fed;
  if (failure !== undefined) throw failure;
}

/** Counts bytes over all streams that it wraps, ends them when they exceed the limit, and says when one is damaged. */
function byteBudget(file: ArchiveSource): (bytes: AsyncIterable<unknown>) => AsyncGenerator<Uint8Array> {
  let used = 0;
  return async function* (bytes) {
    try {
      for await (const piece of bytes) {
        if (!(piece instanceof Uint8Array)) throw new TypeError("a file holds bytes");
        used += piece.byteLength;
        if (used > archiveLimits.totalBytes) {
          throw new ArchiveError({ file: file.name, reason: "the file unpacks to more than it may" });
        }
        yield piece;
      }
    } catch (cause) {
      throw asArchiveError(file, cause);
    }
  };
}

const asArchiveError = (file: ArchiveSource, cause: unknown): ArchiveError =>
  cause instanceof ArchiveError
    ? cause
    : new ArchiveError({ file: file.name, reason: "the file is damaged or incomplete", cause });

const tooManyEntries = (file: ArchiveSource): ArchiveError =>
  new ArchiveError({ file: file.name, reason: `the file holds more than ${archiveLimits.entries} entries` });
