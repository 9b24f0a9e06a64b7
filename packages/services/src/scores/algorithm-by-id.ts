import { type Algorithm, builtIn } from "@headroom/scoring";

/** The algorithm that a stored row names. Throws if the code does not have it: the row is from elsewhere. */
export const algorithmById = (id: string): Algorithm => {
  const algorithm = builtIn(id);
  if (algorithm === undefined) throw new Error(`No algorithm is called ${JSON.stringify(id)}.`);
  return algorithm;
};
