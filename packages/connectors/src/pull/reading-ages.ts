import type { Rhythm } from "./timeline.ts";

/** The ages of a post, ms, at which its totals are read again at the soonest, the first reading of the list left out. */
export function readingAges({ firstMs, factor, untilMs }: Rhythm): number[] {
  const ages: number[] = [];
  for (let age = firstMs; age < untilMs; age *= factor) ages.push(age);
  return ages;
}
