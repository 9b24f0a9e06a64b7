import { appRouter } from "@headroom/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { requestContext } from "../../../../composition/request-context.ts";

const handler = (request: Request) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: ({ req, info }) =>
      // An EventSource cannot send headers: live streams name their agency in the connection parameters.
      requestContext(req.headers.get("x-agency") ?? agencyOf(info.connectionParams)),
  });

const agencyOf = (params: Readonly<Record<string, unknown>> | null): string | null =>
  typeof params?.agency === "string" ? params.agency : null;

export { handler as GET, handler as POST };
