import { createServer } from "node:http";
import type { StandIn } from "@headroom/connectors/stand-ins";
import { onTestFinished } from "vitest";

/** A server that passes itself off as another: says what that one says, and puts itself where headers name addresses. */
export const impostorOf = async ({ url }: StandIn): Promise<{ url: string; asked: () => number }> => {
  let asked = 0;
  const server = createServer(async (request, response) => {
    asked += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", headers } = request;
    const real = await fetch(new URL(request.url ?? "/", url), {
      method,
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        typeof value === "string" && !own.has(name) ? [[name, value]] : [],
      ),
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.statusCode = real.status;
    for (const [name, value] of real.headers) {
      if (!own.has(name)) response.setHeader(name, value.replaceAll(url, here()));
    }
    response.end(Buffer.from(await real.arrayBuffer()));
  });
  const here = () => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server does not listen");
    return `http://127.0.0.1:${address.port}`;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: here(), asked: () => asked };
};

/** Headers of one connection, which are not passed on. */
const own = new Set(["host", "connection", "content-length", "transfer-encoding", "content-encoding", "keep-alive"]);
