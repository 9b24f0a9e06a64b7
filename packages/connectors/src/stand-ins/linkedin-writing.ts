import { z } from "zod";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInImage, StandInStore } from "./store.ts";

export type LinkedInWriting = (request: StandInRequest) => StandInReply | undefined;

/** Where pictures are put; at LinkedIn on another host. */
export const imagePath = "/dms-uploads/";

const mediaSchema = z.object({ id: z.string(), altText: z.string().max(4_086).default("") });
const bodySchema = z.object({
  author: z.string(),
  commentary: z.string(),
  visibility: z.literal("PUBLIC"),
  distribution: z.object({ feedDistribution: z.literal("MAIN_FEED") }),
  lifecycleState: z.literal("PUBLISHED"),
  content: z
    .union([
      z.strictObject({ media: mediaSchema }).transform(({ media }) => ({ media: [media], link: null })),
      z
        .strictObject({ multiImage: z.object({ images: z.array(mediaSchema).min(2).max(20) }) })
        .transform(({ multiImage }) => ({ media: multiImage.images, link: null })),
      z
        .strictObject({ article: z.object({ source: z.url(), title: z.string().min(1) }) })
        .transform(({ article }) => ({ media: [], link: article.source })),
    ])
    .default({ media: [], link: null }),
});

/** What of a text is shown: all, up to the first reserved sign that is not escaped and begins nothing. */
const shown = /^(?:\\.|\{hashtag\|\\#\|(?:\\.|[^}\\])*\}|[^|{}@[\]()<>#\\*_~])*/su;
const longest = 3_000;

/**
 * learn.microsoft.com/linkedin/marketing/community-management/shares (posts-api, images-api, multiimage-post-api,
 * article-post-api, little-text-format), version 202607, read in November 2026. The refusal of a text that is there already
 * and the text cut off are not documented, but met by many.
 */
export function linkedInWriting({ store, author }: { store: StandInStore; author: string }): LinkedInWriting {
  /** Null until the picture is there. */
  const pictures = new Map<string, Omit<StandInImage, "alt"> | null>();

  const initialize = ({ body, headers }: StandInRequest): StandInReply => {
    if (JSON.parse(body).initializeUploadRequest?.owner !== author) return refusal(403, "ACCESS_DENIED");
    const id = `C4D${pictures.size + 1}`;
    pictures.set(id, null);
    return json({
      value: {
        uploadUrlExpiresAt: 4_000_000_000_000,
        uploadUrl: `http://${headers.host}${imagePath}${id}?ca=vector&sig=abc`,
        image: `urn:li:image:${id}`,
      },
    });
  };

  const put = ({ path, headers, bytes }: StandInRequest): StandInReply => {
    const id = path.slice(imagePath.length);
    if (!pictures.has(id)) return refusal(404, "RESOURCE_NOT_FOUND");
    pictures.set(id, { mediaType: headers["content-type"] ?? "", size: bytes.byteLength });
    return { status: 201, body: "" };
  };

  const imageOf = ({ id, altText }: z.infer<typeof mediaSchema>): StandInImage[] => {
    const picture = pictures.get(id.replace("urn:li:image:", ""));
    return picture == null ? [] : [{ ...picture, alt: altText }];
  };

  const create = ({ body }: StandInRequest): StandInReply => {
    const asked = bodySchema.safeParse(JSON.parse(body)).data;
    if (asked === undefined || asked.commentary.replace(/\\(.)/g, "$1").length > longest) {
      return refusal(400, "INVALID_REQUEST");
    }
    if (asked.author !== author) return refusal(403, "ACCESS_DENIED");
    const { media, link } = asked.content;
    const images = media.flatMap(imageOf);
    if (images.length < media.length) return refusal(400, "INVALID_REQUEST");
    const text = shown.exec(asked.commentary)?.[0] ?? "";
    if (text !== "" && store.posts.at(-1)?.text === text) return duplicate;
    const { id } = store.publish({ text, link, images });
    return { status: 201, headers: { "x-restli-id": `urn:li:share:${id}` }, body: "" };
  };

  return (request) => {
    if (request.method === "PUT") return put(request);
    if (request.path === "/rest/posts") return create(request);
    const isImage = request.path === "/rest/images" && request.query.get("action") === "initializeUpload";
    return isImage ? initialize(request) : undefined;
  };
}

const refusal = (status: number, code: string, more: object = {}): StandInReply =>
  json({ status, code, message: "Something that people read", ...more }, { status });

const duplicate = refusal(422, "UNPROCESSABLE_ENTITY", {
  errorDetailType: "com.linkedin.common.error.BadRequest",
  errorDetails: { inputErrors: [{ description: "Duplicate post is detected", code: "DUPLICATE_POST" }] },
});
