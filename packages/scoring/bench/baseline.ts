import type { Columns } from "../src/index.ts";
import { steady1 } from "../src/index.ts";

const kindCount = 10;
const reshare = 6;
const linkReshare = 7;

const engagementRate = Math.LN2 / steady1.engagement.halfLifeMs;
const presenceRate = Math.LN2 / steady1.presence.halfLifeMs;

/**
 * The bare loop: the decayed sums of the same arrays under the algorithm's one half-life, by the plainest code that gives
 * the right numbers. It checks nothing and keeps nothing.
 */
export function bareFold({ channel, kind, at, weight }: Columns, now: number): Float64Array {
  const sums = new Float64Array(4 * kindCount);
  for (let i = 0; i < at.length; i++) {
    const index = (channel[i] ?? 0) * kindCount + (kind[i] ?? 0);
    sums[index] = (sums[index] ?? 0) + (weight[i] ?? 0) * Math.exp(((at[i] ?? 0) - now) * engagementRate);
  }
  return sums;
}

/** The same pass with, at each of the instants, the exponentials that the formula needs there. */
export function barePass({ channel, kind, at, weight }: Columns, length: number, times: readonly number[]): number {
  const sums = new Float64Array(4 * kindCount);
  const last = new Float64Array(4);
  const landmark = times[0] ?? 0;
  let next = 0;
  let total = 0;
  for (const time of times) {
    for (; next < length && (at[next] ?? 0) <= time; next++) {
      const c = channel[next] ?? 0;
      const k = kind[next] ?? 0;
      const index = c * kindCount + k;
      sums[index] = (sums[index] ?? 0) + (weight[next] ?? 0) * Math.exp(((at[next] ?? 0) - landmark) * engagementRate);
      if (k === 0) last[c] = at[next] ?? 0;
    }
    const decay = Math.exp((landmark - time) * engagementRate);
    for (let c = 0; c < 4; c++) {
      total += Math.exp(((last[c] ?? 0) - time) * presenceRate);
      total += decay * ((sums[c * kindCount + reshare] ?? 0) + (sums[c * kindCount + linkReshare] ?? 0));
    }
  }
  return total;
}
