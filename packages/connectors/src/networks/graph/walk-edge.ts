import type { ConnectorContext } from "../../contract/network.ts";
import { askGraph, type GraphQuery, type GraphSession } from "./graph-api.ts";
import type { GraphPage } from "./graph-edge.ts";

export interface WalkEdgeInput<T> extends GraphQuery<GraphPage<T>> {
  /** Pages at most. */
  most: number;
  /** Whether to go on after a page. */
  goOn?: (items: readonly T[]) => boolean;
}

/** The items of a list's pages, in the network's order. */
export async function walkEdge<T>(ctx: ConnectorContext, session: GraphSession, input: WalkEdgeInput<T>): Promise<T[]> {
  const { most, goOn = () => true, query, ...rest } = input;
  const found: T[] = [];
  let after: string | null = null;
  for (let page = 0; page < most; page++) {
    const { items, next }: GraphPage<T> = await askGraph(ctx, session, { ...rest, query: { ...query, after } });
    found.push(...items);
    after = next;
    if (after === null || !goOn(items)) break;
  }
  return found;
}
