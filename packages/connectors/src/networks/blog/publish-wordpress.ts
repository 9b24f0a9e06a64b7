import type { ConnectorContext } from "../../contract/network.ts";
import type { OutgoingImage, Published, PublishInput } from "../../contract/publish.ts";
import { readJson, request } from "../../http/request.ts";
import { multipart } from "../../publish/multipart.ts";
import { httpUrl } from "../../text/http-url.ts";
import type { BlogSecret } from "./blog-secret.ts";
import { escapeHtml, figure, paragraphs } from "./post-html.ts";
import type { WordpressConfig } from "./pull-wordpress.ts";
import { wordpressAuth, wordpressMadeSchema, wordpressRoute } from "./wordpress-routes.ts";

interface Site {
  config: WordpressConfig;
  secret: BlogSecret;
}

/**
 * A post with its first picture as the featured one and the others below the text; developer.wordpress.org/rest-api/reference,
 * posts and media, read in November 2026. WordPress knows no idempotency key.
 */
export async function publishWordpress(
  ctx: ConnectorContext,
  site: Site,
  { post, text, beforeSend }: Pick<PublishInput, "post" | "beforeSend"> & { text: string },
): Promise<Published> {
  const uploaded = [];
  for (const image of post.images) uploaded.push({ image, ...(await upload(ctx, site, image)) });
  const [featured, ...others] = uploaded;
  const body = {
    title: escapeHtml(post.title),
    content: [paragraphs(text), ...others.map(({ image, url }) => figure(url, image))].join("\n"),
    status: "publish",
    ...(featured === undefined ? {} : { featured_media: Number(featured.id) }),
  };
  await beforeSend();
  const response = await request(ctx, {
    networkId: "blog",
    method: "POST",
    url: wordpressRoute(site.config.api, "/wp/v2/posts", {}),
    headers: { ...wordpressAuth(site.secret), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const made = await readJson(wordpressMadeSchema, { networkId: "blog", response });
  return { nativeId: made.id, url: httpUrl(made.link, site.config.siteUrl) };
}

async function upload(ctx: ConnectorContext, { config, secret }: Site, image: OutgoingImage) {
  const { headers, body } = await multipart({ fields: { alt_text: image.alt }, file: { name: "file", image } });
  const response = await request(ctx, {
    networkId: "blog",
    method: "POST",
    url: wordpressRoute(config.api, "/wp/v2/media", {}),
    headers: { ...wordpressAuth(secret), ...headers },
    body,
  });
  const { id, source_url } = await readJson(wordpressMadeSchema, { networkId: "blog", response });
  return { id, url: httpUrl(source_url, config.siteUrl) ?? "" };
}
