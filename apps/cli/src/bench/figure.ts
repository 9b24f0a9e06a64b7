/** One line of the bench: a measured value, and its ratio to a baseline of the same run where there is one. */
export type Figure = {
  name: string;
  value: string;
  ratio?: number;
  /** What the ratio (or the value) should keep to. */
  bound?: { most: number } | { least: number };
};

/** Whether a figure keeps to its bound; one without a bound always does. */
export const keeps = ({ ratio, bound }: Figure): boolean => {
  if (bound === undefined || ratio === undefined) return true;
  return "most" in bound ? ratio <= bound.most : ratio >= bound.least;
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds that `work` takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
