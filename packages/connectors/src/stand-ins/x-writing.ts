import { json, type StandInReply, type StandInRequest } from "./server.ts";
import { splitLink } from "./split-link.ts";
import type { StandInImage, StandInStore } from "./store.ts";

/** Answers a POST of somebody who is signed in. */
export type XWriting = (request: StandInRequest) => StandInReply | undefined;

/** docs.x.com/x-api (posts/create-post, media/upload, media/metadata), specification 2.167, read in November 2026. */
export function xWriting(store: StandInStore): XWriting {
  const media = new Map<string, StandInImage>();

  const upload = ({ form }: StandInRequest): StandInReply => {
    const file = form.get("media");
    if (!(file instanceof File) || form.get("media_category") !== "tweet_image") return invalid("media is missing");
    const id = String(1_880_028_106_020_515_840n + BigInt(media.size));
    media.set(id, { alt: "", mediaType: file.type, size: file.size });
    return json({ data: { id, media_key: `3_${id}`, expires_after_secs: 86_400, size: file.size } });
  };

  const describe = ({ body }: StandInRequest): StandInReply => {
    const { id, metadata }: { id: string; metadata: { alt_text: { text: string } } } = JSON.parse(body);
    const one = media.get(id);
    if (one === undefined) return invalid("media is not known");
    one.alt = metadata.alt_text.text;
    return json({ data: { id, associated_metadata: metadata } });
  };

  const create = ({ body }: StandInRequest): StandInReply => {
    const asked: {
      text?: string;
      media?: { media_ids: string[] };
      reply?: { in_reply_to_tweet_id: string };
    } = JSON.parse(body);
    const answers = asked.reply?.in_reply_to_tweet_id ?? null;
    const content = splitLink(asked.text ?? "");
    const ids = asked.media?.media_ids ?? [];
    const images = ids.flatMap((id) => media.get(id) ?? []);
    if (images.length < ids.length || (asked.text ?? "") + ids.join("") === "")
      return invalid("text or media is wrong");
    if ([...content.text].length > 280) return invalid("text is too long");
    if (store.posts.some(({ text, link }) => text === content.text && link === content.link)) {
      return forbidden("You are not allowed to create a Tweet with duplicate content.");
    }
    if (answers !== null && !store.posts.some(({ id }) => id === answers)) {
      return forbidden("Reply to this conversation is not allowed because you have not been mentioned.");
    }
    const { id } = store.publish({ ...content, images, answers });
    return json({ data: { id, text: asked.text, edit_history_tweet_ids: [id] } }, { status: 201 });
  };

  return (request) => {
    switch (request.path) {
      case "/2/media/upload":
        return upload(request);
      case "/2/media/metadata":
        return describe(request);
      case "/2/tweets":
        return create(request);
      default:
        return undefined;
    }
  };
}

const problem = (status: number, title: string, detail: string): StandInReply =>
  json({ title, detail, type: "about:blank", status }, { status });
const invalid = (detail: string): StandInReply => problem(400, "Invalid Request", detail);
const forbidden = (detail: string): StandInReply => problem(403, "Forbidden", detail);
