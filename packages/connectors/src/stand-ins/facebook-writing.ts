import { graphError } from "./graph.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import { splitLink } from "./split-link.ts";
import type { StandInImage, StandInStore } from "./store.ts";

export interface WritingPage {
  id: string;
  store: StandInStore;
  /** What of the page is written to. */
  edge: string;
}

/** Answers a POST with a page's token. */
export type FacebookWriting = (request: StandInRequest, page: WritingPage) => StandInReply | undefined;

/** docs/graph-api/reference/page/feed and /page/photos, v26.0, read in November 2026. */
export function facebookWriting(): FacebookWriting {
  const photos = new Map<string, StandInImage>();

  const upload = ({ form }: StandInRequest): StandInReply => {
    const file = form.get("source");
    // Published at once, it would be a post of its own.
    if (!(file instanceof File) || form.get("published") !== "false") return graphError(324);
    const id = String(122_200_000_000_000_001n + BigInt(photos.size));
    photos.set(id, { alt: String(form.get("alt_text_custom") ?? ""), mediaType: file.type, size: file.size });
    return json({ id });
  };

  const create = ({ body }: StandInRequest, { id, store }: WritingPage): StandInReply => {
    const form = new URLSearchParams(body);
    const message = form.get("message") ?? "";
    const link = form.get("link");
    const attached = [...form].filter(([name]) => /^attached_media\[\d+\]$/.test(name)).map(([, value]) => value);
    const images = attached.flatMap((value) => photos.get(JSON.parse(value).media_fbid) ?? []);
    if (images.length < attached.length || message + (link ?? "") + attached.join("") === "") return graphError(100);
    const content = link === null ? splitLink(message) : { text: message, link };
    const last = store.posts.at(-1);
    if (last !== undefined && last.text === content.text && last.link === content.link) return graphError(506);
    return json({ id: `${id}_${store.publish({ ...content, images }).id}` });
  };

  return (request, page) => {
    if (page.edge === "photos") return upload(request);
    return page.edge === "feed" ? create(request, page) : undefined;
  };
}
