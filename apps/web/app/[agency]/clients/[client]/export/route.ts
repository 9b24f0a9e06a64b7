import { createCaller, refusalTo } from "@headroom/api";
import { requestContext } from "../../../../../composition/request-context.ts";

type Props = { params: Promise<{ agency: string; client: string }> };

/** Everything about the client as lines of JSON, streamed as it is read. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { agency, client: clientId } = await params;
  try {
    const lines = await createCaller(await requestContext(agency)).client.export({ clientId });
    const first = await lines.next();
    return new Response(streamOf(first, lines), {
      headers: {
        "Content-Type": "application/x-ndjson; charset=utf-8",
        "Content-Disposition": `attachment; filename="client-${clientId}.ndjson"`,
        "Cache-Control": "private, no-store",
      },
    });
  } catch (error) {
    const { message, status } = refusalTo(error);
    return new Response(`${message}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}

/** The first line was read already: a refusal comes as one, not as a file that breaks off. */
const streamOf = (
  first: IteratorResult<string>,
  lines: AsyncGenerator<string, void, unknown>,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let next: IteratorResult<string> | null = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = next ?? (await lines.next());
      next = null;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
};
