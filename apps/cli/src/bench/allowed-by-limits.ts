import type { Call, Limits } from "@headroom/connectors";

export interface Asked {
  limits: Limits;
  /** How many times its documented limits the network granted. */
  factor: number;
  /** As a stand-in notes them: "GET /path?query". */
  requests: readonly string[];
  /** In which they were answered, ms. */
  forMs: number;
}

/**
 * How many requests of this kind and mixture the network's own limits allow in that time: the narrowest of them decides.
 * In the long run, so what a limit lets through at once counts no more than it does in a whole window. Infinity where no
 * limit counts any of them.
 */
export const allowedByLimits = ({ limits, factor, requests, forMs }: Asked): number => {
  if (requests.length === 0) throw new Error("nothing was asked, so nothing tells which limits count it");
  const calls = requests.map((noted) => callOf(noted, "http://stand-in"));
  const shares = limits.each.map(({ requests: most, windowMs, counts }) => {
    const counted = calls.reduce((sum, call) => sum + (counts?.(call) ?? 1), 0);
    return counted / ((most * factor * forMs) / windowMs);
  });
  return requests.length / Math.max(...shares);
};

export const callOf = (noted: string, base: string): Call => {
  const [method = "GET", path = "/"] = noted.split(" ");
  return { method, url: new URL(path, base) };
};
