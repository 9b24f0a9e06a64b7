import { graphError } from "./graph.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import { splitLink } from "./split-link.ts";
import type { StandInImage, StandInStore } from "./store.ts";

export interface GraphContainers {
  quota: { total: number };
  /** The answer about containers, of the account's own edges and by their ids; undefined for anything else. */
  answer: (request: StandInRequest, edge: string) => StandInReply | undefined;
}

interface Container {
  text: string;
  link: string | null;
  images: StandInImage[];
  answers: string | null;
  isChild: boolean;
  isReady: boolean;
  /** Bytes that are no picture end in an error. */
  isBroken: boolean;
}

const dayMs = 86_400_000;

/**
 * Publishing in two steps: documentation/instagram-platform/content-publishing, reference/ig-user/media_publish and
 * content_publishing_limit; documentation/threads/reference/publishing; read in November 2026.
 */
export function graphContainers(input: {
  store: StandInStore;
  now: () => number;
  needsPicture: boolean;
}): GraphContainers {
  const { store, now, needsPicture } = input;
  const containers = new Map<string, Container>();
  const quota = { total: 250 };
  const isOut = (): number => store.posts.filter(({ at }) => at > now() - dayMs).length;

  const create = (form: URLSearchParams): StandInReply => {
    const children = form.get("children")?.split(",") ?? [];
    const kept = children.flatMap((id) => containers.get(id) ?? []);
    const url = form.get("image_url");
    const images = url === null ? kept.flatMap((one) => one.images) : [imageOf(form)];
    const text = form.get("caption") ?? form.get("text") ?? "";
    const isUsable = kept.length === children.length && kept.every(({ isChild, isReady }) => isChild && isReady);
    if (!isUsable || [...text].length > (needsPicture ? 2_200 : 500)) return graphError(100, { subcode: 2_207_010 });
    if (images.length === 0 && (needsPicture || form.get("media_type") !== "TEXT")) return graphError(100);
    const attached = form.get("link_attachment");
    const id = String(17_900_000_000_000_001n + BigInt(containers.size));
    containers.set(id, {
      ...(attached === null ? splitLink(text) : { text, link: attached }),
      images,
      answers: form.get("reply_to_id"),
      isChild: form.get("is_carousel_item") === "true",
      isReady: false,
      isBroken: url !== null && !/\.jpe?g$/.test(url),
    });
    return json({ id });
  };

  /** Done with the second question. */
  const look = (container: Container): StandInReply => {
    const done = container.isBroken ? "ERROR" : "FINISHED";
    const status = container.isReady ? done : "IN_PROGRESS";
    container.isReady = true;
    return json({ status, status_code: status });
  };

  const publish = (form: URLSearchParams): StandInReply => {
    const container = containers.get(form.get("creation_id") ?? "");
    if (isOut() >= quota.total) return graphError(9, { subcode: 2_207_042 });
    if (container === undefined || !container.isReady || container.isBroken || container.isChild)
      return graphError(100);
    if (container.answers !== null && !store.posts.some(({ id }) => id === container.answers)) return graphError(100);
    containers.delete(form.get("creation_id") ?? "");
    const { text, link, images, answers } = container;
    return json({ id: store.publish({ text, link, images, answers }).id });
  };

  const limits = (): StandInReply => {
    const config = { quota_total: quota.total, quota_duration: 86_400 };
    return json({ data: [{ quota_usage: isOut(), config, reply_quota_usage: 0, reply_config: config }] });
  };

  return {
    quota,
    answer: ({ method, body }, edge) => {
      if (method === "POST")
        return edge.endsWith("_publish") ? publish(new URLSearchParams(body)) : create(new URLSearchParams(body));
      if (edge.endsWith("_publishing_limit") || edge === "content_publishing_limit") return limits();
      const container = containers.get(edge.replace("/", ""));
      return container === undefined ? undefined : look(container);
    },
  };
}

const imageOf = (form: URLSearchParams): StandInImage => ({
  alt: form.get("alt_text") ?? "",
  mediaType: "image/jpeg",
  size: 0,
});
