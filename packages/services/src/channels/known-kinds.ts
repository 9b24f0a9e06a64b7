import type { Kind } from "@headroom/scoring";

/** Kinds as a channel stores them, known from the beginning. Who tells reshares and link posts tells reshares of link posts. */
export const knownFromStart = (told: Iterable<Kind>): Partial<Record<Kind, number>> => {
  const kinds = new Set(told);
  if (kinds.has("reshare") && kinds.has("linkPost")) kinds.add("linkReshare");
  return Object.fromEntries([...kinds].map((kind) => [kind, 0]));
};
