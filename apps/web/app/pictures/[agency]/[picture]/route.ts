import { imageFor } from "../../../../composition/public-image.ts";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ agency: string; picture: string }> };

/** Where networks that take pictures by address only fetch one, while its post is being sent. */
export async function GET(_: Request, { params }: Params) {
  const { agency, picture } = await params;
  const image = await imageFor(agency, picture);
  if (image === null) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(image.bytes), {
    headers: { "content-type": image.mediaType, "cache-control": "no-store" },
  });
}
