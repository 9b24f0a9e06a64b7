import type { ConnectorContext } from "../../contract/network.ts";
import { askGraph, type GraphQuery, type GraphSession } from "./graph-api.ts";
import { isTooMuch } from "./graph-failure.ts";

/** How many items a page holds: fewer from now on where the network finds what is asked too much. */
export interface PageSize {
  now: number;
  /** What even a network in trouble answers. */
  least: number;
}

/** One page of a list, asked again as a small one where the network could not make a large one. */
export async function askInPages<T>(
  ctx: ConnectorContext,
  session: GraphSession,
  { size, query, ...rest }: GraphQuery<T> & { size: PageSize },
): Promise<T> {
  const ask = () => askGraph(ctx, session, { ...rest, query: { ...query, limit: String(size.now) } });
  try {
    return await ask();
  } catch (error) {
    if (!isTooMuch(error) || size.now <= size.least) throw error;
    size.now = size.least;
    return ask();
  }
}
