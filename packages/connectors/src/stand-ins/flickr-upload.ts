import type { StandInReply, StandInRequest } from "./server.ts";
import type { StandInStore } from "./store.ts";

/** flickr.com/services/api/upload.api.html, read in November 2026: a form with one file, an answer in XML. */
export function flickrUpload({ form }: StandInRequest, store: StandInStore): StandInReply {
  const photo = form.get("photo");
  if (!(photo instanceof File)) return uploadFailure(2, "No photo specified");
  if (photo.size === 0) return uploadFailure(4, "Filesize was zero");
  if (!/^image\/(jpeg|png|gif)$/.test(photo.type)) return uploadFailure(5, "Filetype was not recognised");
  const field = (name: string): string => String(form.get(name) ?? "");
  const { id } = store.publish({
    title: form.has("title") ? field("title") : photo.name.replace(/\.\w+$/, ""),
    text: field("description"),
    images: [{ alt: "", mediaType: photo.type, size: photo.size }],
  });
  return rsp("ok", `<photoid>${id}</photoid>`);
}

/** A failure of the upload, with status 200. */
export const uploadFailure = (code: number, message: string): StandInReply =>
  rsp("fail", `<err code="${code}" msg="${message}" />`);

const rsp = (stat: "ok" | "fail", inside: string): StandInReply => ({
  headers: { "content-type": "text/xml; charset=utf-8" },
  body: `<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="${stat}">\n${inside}\n</rsp>\n`,
});
