import { json, type StandInReply, type StandInRequest } from "./server.ts";
import { splitLink } from "./split-link.ts";
import type { StandInImage, StandInPost, StandInStore } from "./store.ts";

export interface MastodonWriting {
  isMethod: (request: StandInRequest) => boolean;
  /** The answer to somebody who is signed in: a status that is there now, or something else. */
  answer: (request: StandInRequest) => { post: StandInPost } | { reply: StandInReply };
}

const hourMs = 3_600_000;

/**
 * docs.joinmastodon.org/methods/statuses ("create": keys are remembered for an hour) and /methods/media (202 and 206 while a
 * picture is worked on), read in November 2026.
 */
export function mastodonWriting({ store, now }: { store: StandInStore; now: () => number }): MastodonWriting {
  const media = new Map<string, StandInImage & { isReady: boolean }>();
  const keys = new Map<string, { post: StandInPost; until: number }>();

  const upload = ({ form }: StandInRequest): StandInReply => {
    const file = form.get("file");
    if (!(file instanceof File)) return invalid("File can't be blank");
    const id = String(22_348_641 + media.size);
    const alt = String(form.get("description") ?? "");
    media.set(id, { alt, mediaType: file.type, size: file.size, isReady: false });
    return json({ id, type: "image", url: null, description: alt }, { status: 202 });
  };

  /** Done with the second question. */
  const look = (id: string): StandInReply => {
    const one = media.get(id);
    if (one === undefined) return json({ error: "Record not found" }, { status: 404 });
    const url = one.isReady ? `https://files.example/media/${id}.jpg` : null;
    one.isReady = true;
    return json({ id, type: "image", url, description: one.alt }, { status: url === null ? 206 : 200 });
  };

  const create = (request: StandInRequest): { post: StandInPost } | { reply: StandInReply } => {
    const key = request.headers["idempotency-key"] ?? "";
    const known = keys.get(key);
    if (known !== undefined && known.until > now()) return { post: known.post };
    const asked: { status?: string; media_ids?: string[]; in_reply_to_id?: string } = JSON.parse(request.body);
    const { status = "", media_ids: ids = [] } = asked;
    const answers = asked.in_reply_to_id ?? null;
    const images = ids.flatMap((id) => media.get(id) ?? []);
    if (lengthOf(status) > 500) return { reply: invalid("Text character limit of 500 exceeded") };
    if (status === "" && images.length === 0) return { reply: invalid("Text can't be blank") };
    if (images.length < ids.length || ids.length > 4) return { reply: invalid("Cannot attach these files") };
    if (images.some(({ isReady }) => !isReady)) {
      return { reply: json({ error: "Cannot attach files that have not finished processing." }, { status: 422 }) };
    }
    if (answers !== null && !store.posts.some(({ id }) => id === answers)) {
      return { reply: json({ error: "The post you are trying to reply to does not exist." }, { status: 404 }) };
    }
    const plain = images.map(({ alt, mediaType, size }) => ({ alt, mediaType, size }));
    const post = store.publish({ ...splitLink(status), images: plain, answers });
    if (key !== "") keys.set(key, { post, until: now() + hourMs });
    return { post };
  };

  return {
    isMethod: ({ method, path }) =>
      (method === "POST" && (path === "/api/v1/statuses" || path === "/api/v2/media")) ||
      path.startsWith("/api/v1/media/"),
    answer: (request) => {
      if (request.path === "/api/v1/statuses") return create(request);
      return { reply: request.method === "POST" ? upload(request) : look(request.path.split("/").at(-1) ?? "") };
    },
  };
}

/** Graphemes, an address counting 23. */
const lengthOf = (text: string): number =>
  Array.from(new Intl.Segmenter("en").segment(text.replace(/https?:\/\/\S+/g, "x".repeat(23)))).length;

const invalid = (what: string): StandInReply => json({ error: `Validation failed: ${what}` }, { status: 422 });
