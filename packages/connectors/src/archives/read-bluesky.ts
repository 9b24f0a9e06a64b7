import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { fromStream } from "@atcute/car";
import { decode } from "@atcute/cbor";
import { z } from "zod";
import type { PostRecord } from "../contract/records.ts";
import { carriesLink, postRecordSchema, postUrl } from "../networks/bluesky/post-record.ts";
import { excerpt } from "../text/plain-text.ts";
import { stableId } from "../text/stable-id.ts";
import type { ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivePart, type ArchiveReader, inBatches } from "./archive-part.ts";

const collection = "app.bsky.feed.post/";

/** A link to a block, as DAG-CBOR decodes it: the CID's bytes. */
const linkSchema = z.object({ bytes: z.instanceof(Uint8Array) });
/** atproto.com/specs/repository, read November 2026: the signed commit, and the nodes of the tree of records. */
const commitSchema = z.object({ did: z.string(), data: linkSchema, rev: z.string() });
const nodeSchema = z.object({
  l: linkSchema.nullish(),
  e: z.array(z.object({ p: z.number(), k: z.unknown(), v: linkSchema, t: linkSchema.nullish() })),
});

interface Tree {
  did: string;
  /** Record key of a post by the identity of its block. */
  posts: Map<string, string>;
}

/** Reads a Bluesky repository export (.car) twice: first the tree that gives records their keys, then the posts. */
export const readBluesky: ArchiveReader = (file, options) => inBatches(parts(file, options));

async function* parts(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Partial<ArchivePart>> {
  const tree = await readTree(file);
  yield { owner: tree.did };
  for await (const { id, bytes } of blocks(file)) {
    const rkey = tree.posts.get(id);
    const post = rkey === undefined ? null : readPost(bytes, { did: tree.did, rkey, now: options.now() });
    if (post !== null) yield { posts: [post] };
  }
}

interface Block {
  id: string;
  bytes: Uint8Array;
}

/** Node's stream of a file yields bytes; its type and the browser's differ in details that do not matter here. */
const asByteStream = (stream: unknown) => stream as ReadableStream<Uint8Array>;

async function* blocks(file: ArchiveSource): AsyncGenerator<Block> {
  try {
    const reader = fromStream(asByteStream(Readable.toWeb(createReadStream(file.path))));
    for await (const { cid, bytes } of reader) {
      const hash = createHash("sha256").update(bytes).digest();
      if (!hash.equals(cid.digest.contents)) throw new Error("a block does not match its identity");
      yield { id: blockId(cid.bytes), bytes };
    }
  } catch (cause) {
    if (cause instanceof ArchiveError) throw cause;
    throw new ArchiveError({ file: file.name, reason: "the file is damaged or incomplete", cause });
  }
}

const blockId = (cid: Uint8Array): string => Buffer.from(cid).toString("latin1");

async function readTree(file: ArchiveSource): Promise<Tree> {
  const posts = new Map<string, string>();
  const present = new Set<string>();
  const needed = new Set<string>();
  let did: string | null = null;
  for await (const { id, bytes } of blocks(file)) {
    present.add(id);
    const value = decodeBlock(bytes);
    const commit = commitSchema.safeParse(value);
    const node = nodeSchema.safeParse(value);
    if (commit.success) {
      did = commit.data.did;
      needed.add(blockId(commit.data.data.bytes));
    } else if (node.success) readNode(node.data, { posts, needed });
  }
  if (did === null) throw new ArchiveError({ file: file.name, reason: "there is no signed commit in it" });
  for (const id of needed) {
    if (!present.has(id)) throw new ArchiveError({ file: file.name, reason: "the file is damaged or incomplete" });
  }
  return { did, posts };
}

function readNode(
  node: z.infer<typeof nodeSchema>,
  { posts, needed }: { posts: Map<string, string>; needed: Set<string> },
): void {
  let key = "";
  if (node.l != null) needed.add(blockId(node.l.bytes));
  for (const { p, k, v, t } of node.e) {
    key = key.slice(0, p) + keyText(k);
    needed.add(blockId(v.bytes));
    if (t != null) needed.add(blockId(t.bytes));
    if (key.startsWith(collection)) posts.set(blockId(v.bytes), key.slice(collection.length));
  }
}

/** Key suffixes are byte strings of ASCII, which the decoder wraps. */
function keyText(wrapped: unknown): string {
  const bytes = z.object({ buf: z.instanceof(Uint8Array) }).safeParse(wrapped).data?.buf;
  return bytes === undefined ? "" : Buffer.from(bytes).toString("ascii");
}

function decodeBlock(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

function readPost(
  bytes: Uint8Array,
  { did, rkey, now }: { did: string; rkey: string; now: number },
): PostRecord | null {
  const record = postRecordSchema.safeParse(decodeBlock(bytes)).data;
  if (record === undefined) return null;
  const parent = record.reply?.parent?.uri;
  if (parent !== undefined && !parent.startsWith(`at://${did}/`)) return null;
  const at = Date.parse(record.createdAt ?? "");
  if (Number.isNaN(at)) return null;
  const uri = `at://${did}/${collection}${rkey}`;
  return {
    nativeId: stableId(uri),
    at: Math.min(at, now),
    url: postUrl(did, rkey),
    text: excerpt(record.text ?? ""),
    carriesLink: carriesLink(record),
  };
}
