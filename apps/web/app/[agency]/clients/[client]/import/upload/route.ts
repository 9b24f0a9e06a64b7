import { createUploadCaller, refusalTo } from "@headroom/api";
import { app } from "../../../../../../composition/app.ts";
import { requestContext } from "../../../../../../composition/request-context.ts";
import { takeUpload } from "./take-upload.ts";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ agency: string; client: string }> };

/** Takes a file for a client: who may is asked before the first byte is read. */
export async function POST(request: Request, { params }: Params) {
  const { agency, client: clientId } = await params;
  const caller = createUploadCaller(await requestContext(agency));
  return takeUpload(request, {
    folder: app().io.uploadFolder,
    check: () => caller.check({ clientId }),
    preview: async (file) => {
      const { importId } = await caller.preview({ clientId, ...file });
      return { importId };
    },
    refusalTo,
  });
}
