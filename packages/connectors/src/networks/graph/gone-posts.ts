import { z } from "zod";
import { type ConnectorErrorCode, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { askGraph, type GraphSession } from "./graph-api.ts";

/** Which of these posts are no longer there: those that are answered with one of `means`. */
export async function gonePosts(
  ctx: ConnectorContext,
  session: GraphSession,
  { ids, means }: { ids: readonly string[]; means: readonly ConnectorErrorCode[] },
): Promise<string[]> {
  const gone: string[] = [];
  for (const id of ids) {
    try {
      await askGraph(ctx, session, { path: `/${id}`, query: { fields: "id" }, schema: z.object({ id: z.string() }) });
    } catch (error) {
      if (!isConnectorError(error) || !means.includes(error.code)) throw error;
      gone.push(id);
    }
  }
  return gone;
}
