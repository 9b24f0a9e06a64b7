import type { OutgoingImage } from "../contract/publish.ts";

export interface MultipartInput {
  fields: Readonly<Record<string, string>>;
  /** Under which name the picture goes. */
  file: { name: string; image: Pick<OutgoingImage, "bytes" | "mediaType"> };
}

/** A form with one file (RFC 7578), as the headers and body of a request. */
export async function multipart({
  fields,
  file: { name, image },
}: MultipartInput): Promise<{ headers: Record<string, string>; body: Uint8Array }> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  // A copy, since a Blob takes no bytes that several threads may share.
  form.set(name, new Blob([new Uint8Array(image.bytes)], { type: image.mediaType }), fileName(image));
  const response = new Response(form);
  return {
    headers: { "content-type": response.headers.get("content-type") ?? "multipart/form-data" },
    body: await response.bytes(),
  };
}

const fileName = ({ mediaType }: Pick<OutgoingImage, "mediaType">): string =>
  `picture.${mediaType.replace("image/", "").replace("jpeg", "jpg")}`;
