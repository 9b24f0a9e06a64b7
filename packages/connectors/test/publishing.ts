import type { ConnectorContext, OutgoingImage, OutgoingPost, PublishInput } from "../src/index.ts";
import { type Subject, stage } from "./subject.ts";

export const plainPost: OutgoingPost = { text: "Rye bread", title: "", link: null, images: [] };

export const picture: OutgoingImage = {
  bytes: new Uint8Array([0xff, 0xd8, 0x80, 0x0d, 0x0a, 0x00]),
  mediaType: "image/jpeg",
  width: 40,
  height: 30,
  alt: "A loaf",
  publicUrl: "https://headroom.example/pictures/loaf.jpg",
};

export interface Sent {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A connected channel that publishes, and what it sent. */
export async function publisher(subject: Subject, open: { close: () => Promise<void> }[]) {
  const set = await stage(subject);
  open.push(set.standIn);
  const channel = set.pullable(await set.connect(true));
  const sent: Sent[] = [];
  const { fetch } = set.ctx;
  set.ctx.fetch = (url, init = {}) => {
    const { method = "GET", headers = {}, body = "" } = init;
    sent.push({
      url: new URL(url),
      method,
      headers,
      body: typeof body === "string" ? body : Buffer.from(body).toString("latin1"),
    });
    return fetch(url, init);
  };
  const publish = (
    given: Partial<OutgoingPost> = {},
    more: Partial<PublishInput> = {},
    ctx: ConnectorContext = set.ctx,
  ) => {
    const { publishing } = subject.network;
    if (publishing === undefined) throw new Error(`${subject.name} does not publish`);
    return publishing.publish(ctx, channel, {
      post: { ...plainPost, ...given },
      before: [],
      idempotencyKey: "key",
      beforeSend: async () => {},
      ...more,
    });
  };
  return { ...set, channel, sent, publish };
}
