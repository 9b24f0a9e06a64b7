import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { OutgoingImage, Published, PublishInput } from "../../contract/publish.ts";
import { readJson } from "../../http/request.ts";
import { multipart } from "../../publish/multipart.ts";
import { httpUrl } from "../../text/http-url.ts";
import { type Ghost, ghostRequest } from "./ghost-api.ts";
import { figure, paragraphs } from "./post-html.ts";

/** The longest description that the picture above a post takes; pictures in the text take any. */
const featureAltMost = 191;

const imagesSchema = z.object({ images: z.array(z.object({ url: z.string() })).min(1) });

/** A post with its first picture above it and the others below the text; docs.ghost.org/admin-api/#posts, read in November 2026. */
export async function publishGhost(
  ctx: ConnectorContext,
  ghost: Ghost,
  { post, text, beforeSend }: Pick<PublishInput, "post" | "beforeSend"> & { text: string },
): Promise<Published> {
  const uploaded = [];
  for (const image of post.images) uploaded.push({ ...image, url: await upload(ctx, ghost, image) });
  const first = uploaded[0];
  const feature = first !== undefined && [...first.alt].length <= featureAltMost ? first : undefined;
  const others = uploaded.filter((image) => image !== feature);
  const body = {
    title: post.title,
    html: [paragraphs(text), ...others.map((image) => figure(image.url, image))].join("\n"),
    status: "published",
    ...(feature === undefined ? {} : { feature_image: feature.url, feature_image_alt: feature.alt }),
  };
  await beforeSend();
  const response = await ghostRequest(ctx, ghost, {
    route: "posts/",
    query: { source: "html" },
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ posts: [body] }),
  });
  const [made] = (await readJson(madeSchema, { networkId: "blog", response })).posts;
  return { nativeId: made.id, url: httpUrl(made.url, ghost.siteUrl) };
}

const madeSchema = z.object({ posts: z.tuple([z.object({ id: z.string(), url: z.string().nullish() })]) });

async function upload(ctx: ConnectorContext, ghost: Ghost, image: OutgoingImage): Promise<string> {
  const { headers, body } = await multipart({ fields: { purpose: "image" }, file: { name: "file", image } });
  const response = await ghostRequest(ctx, ghost, { route: "images/upload/", method: "POST", headers, body });
  return (await readJson(imagesSchema, { networkId: "blog", response })).images[0]?.url ?? "";
}
