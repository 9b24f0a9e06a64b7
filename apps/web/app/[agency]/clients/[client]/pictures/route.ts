import { createUploadCaller, imageLimit, refusalTo } from "@headroom/api";
import { readBounded } from "../../../../../composition/read-bounded.ts";
import { requestContext } from "../../../../../composition/request-context.ts";
import { isSameOrigin } from "../../../../../composition/same-origin.ts";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ agency: string; client: string }> };

/** Takes a picture for a post; its description is in the query. */
export async function POST(request: Request, { params }: Params) {
  const { agency, client: clientId } = await params;
  if (!isSameOrigin(request)) {
    return Response.json({ message: "This picture did not come from Headroom’s own page." }, { status: 403 });
  }
  try {
    const caller = createUploadCaller(await requestContext(agency));
    await caller.check({ clientId });
    const bytes = await readBounded(request, imageLimit.bytes);
    if (bytes === null) return Response.json({ message: imageLimit.message }, { status: 413 });
    const alt = new URL(request.url).searchParams.get("alt") ?? "";
    return Response.json(await caller.storePicture({ clientId, bytes, alt }));
  } catch (error) {
    const { status, message } = refusalTo(error);
    return Response.json({ message }, { status });
  }
}
