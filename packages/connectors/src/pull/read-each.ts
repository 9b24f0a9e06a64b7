import { isConnectorError } from "../contract/connector-error.ts";

/** What each id stands for, one call each; what is not there, or not to be seen, is left out. */
export async function readEach<T>(ids: readonly string[], read: (id: string) => Promise<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const id of ids) {
    try {
      found.push(...(await read(id)));
    } catch (error) {
      if (!isConnectorError(error) || (error.code !== "not-found" && error.code !== "forbidden")) throw error;
    }
  }
  return found;
}
