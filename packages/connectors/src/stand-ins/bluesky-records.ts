import { createHash } from "node:crypto";
import { type Account, cidOf, didOf, uriOf } from "./bluesky-views.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";

export interface BlueskyRecords {
  isMethod: (method: string) => boolean;
  /** The answer to somebody who is signed in. */
  answer: (method: string, request: StandInRequest) => StandInReply;
}

interface Record {
  $type?: string;
  text?: string;
  facets?: { index: { byteStart: number; byteEnd: number }; features: { uri?: string }[] }[];
  embed?: { external?: { uri: string }; images?: { alt: string; image: { ref: { $link: string } } }[] };
  reply?: { root: { uri: string }; parent: { uri: string; cid: string } };
}

const tid = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;

/**
 * Writing: lexicons com.atproto.repo.createRecord, getRecord, uploadBlob and app.bsky.feed.post, read in November 2026. What
 * a server answers where the key is taken is not documented; assumed is an error of its own.
 */
export function blueskyRecords(account: Account): BlueskyRecords {
  const { store } = account;
  const blobs = new Map<string, { mediaType: string; size: number }>();

  const uploadBlob = ({ bytes, headers }: StandInRequest): StandInReply => {
    const $link = `bafkrei${createHash("sha256").update(bytes).digest("hex").slice(0, 52)}`;
    const mimeType = headers["content-type"] ?? "application/octet-stream";
    blobs.set($link, { mediaType: mimeType, size: bytes.byteLength });
    return json({ blob: { $type: "blob", ref: { $link }, mimeType, size: bytes.byteLength } });
  };

  const getRecord = ({ query }: StandInRequest): StandInReply => {
    const post = store.posts.find(({ id }) => id === query.get("rkey"));
    if (post === undefined) return refusal("RecordNotFound", "Could not locate record");
    return json({ uri: uriOf(account, post.id), cid: cidOf(post.id), value: { text: post.text } });
  };

  const createRecord = ({ body }: StandInRequest): StandInReply => {
    const { repo, collection, rkey, record }: { repo: string; collection: string; rkey: string; record: Record } =
      JSON.parse(body);
    const wrong = problemOf(record, blobs);
    if (repo !== didOf(account.owner)) return refusal("InvalidRequest", "Could not find repo");
    if (collection !== "app.bsky.feed.post" || record.$type !== collection || !tid.test(rkey))
      return refusal("InvalidRequest", "Invalid record key");
    if (wrong !== null) return refusal("InvalidRequest", `Invalid app.bsky.feed.post record: ${wrong}`);
    if (store.posts.some(({ id }) => id === rkey)) return json({ error: "InternalServerError" }, { status: 500 });
    const written = record.facets?.flatMap(({ features }) => features).find(({ uri }) => uri !== undefined)?.uri;
    store.publish({
      id: rkey,
      text: record.text ?? "",
      link: record.embed?.external?.uri ?? written ?? null,
      answers: record.reply?.parent.uri.split("/").at(-1) ?? null,
      images: (record.embed?.images ?? []).map(({ alt, image }) => ({
        alt,
        ...(blobs.get(image.ref.$link) ?? { mediaType: "", size: 0 }),
      })),
    });
    return json({ uri: uriOf(account, rkey), cid: cidOf(rkey), validationStatus: "valid" });
  };

  const methods: Readonly<Partial<{ [method: string]: (request: StandInRequest) => StandInReply }>> = {
    "com.atproto.repo.uploadBlob": uploadBlob,
    "com.atproto.repo.getRecord": getRecord,
    "com.atproto.repo.createRecord": createRecord,
  };
  return {
    isMethod: (method) => Object.hasOwn(methods, method),
    answer: (method, request) => methods[method]?.(request) ?? refusal("InvalidRequest", "No such method"),
  };
}

function problemOf({ text = "", facets = [], embed = {} }: Record, blobs: ReadonlyMap<string, unknown>): string | null {
  const length = Array.from(new Intl.Segmenter("en").segment(text)).length;
  if (length > 300) return `grapheme too big (maximum 300, got ${length})`;
  if (facets.some(({ index }) => index.byteEnd > Buffer.byteLength(text))) return "facet beyond the text";
  const images = embed.images ?? [];
  if (images.length > 4) return "array too big (maximum 4)";
  return images.every(({ image }) => blobs.has(image.ref.$link)) ? null : "blob not found";
}

const refusal = (error: string, message: string): StandInReply => json({ error, message }, { status: 400 });
