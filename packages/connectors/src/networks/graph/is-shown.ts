import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { askGraph, type GraphSession } from "./graph-api.ts";
import { isWithheld } from "./graph-failure.ts";

/** Whether the network shows this list to this app at all. */
export async function isShown(ctx: ConnectorContext, session: GraphSession, path: string): Promise<boolean> {
  try {
    await askGraph(ctx, session, { path, query: { limit: "1" }, schema: z.object({}) });
    return true;
  } catch (error) {
    if (isWithheld(error) || (isConnectorError(error) && error.code === "not-found")) return false;
    throw error;
  }
}
