/** The positions of a slider over several decades: 0, then 1, 1.5, 2, 3, 5, 7 of each, up to `most`. */
const decades = (most: number): number[] => {
  const values = [0];
  for (let decade = 1; decade <= most; decade *= 10) {
    for (const step of [1, 1.5, 2, 3, 5, 7]) {
      const value = step * decade;
      if (value <= most && Number.isInteger(value)) values.push(value);
    }
  }
  return values;
};

export const scales = {
  channels: [1, 2, 3, 4, 5, 6],
  postsPerDay: [0, 1 / 30, 1 / 14, 1 / 7, 2 / 7, 3 / 7, 5 / 7, 1, 2, 3, 5, 7, 10, 20, 50, 100, 500, 1_440],
  linkShare: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  likesPerDay: decades(1_000_000),
  commentsPerDay: decades(100_000),
  resharesPerDay: decades(100_000),
  followers: decades(30_000_000),
  silentHours: [0, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48, 72, 96, 120, 168, 240, 336],
} as const;

/** The position whose value is nearest. */
export const positionOf = (scale: readonly number[], value: number): number =>
  scale.reduce(
    (best, candidate, n) => (Math.abs(candidate - value) < Math.abs((scale[best] ?? 0) - value) ? n : best),
    0,
  );

const plain = (value: number): string => value.toLocaleString("en-GB");

export const perDayText = (value: number): string => (value === 0 ? "none" : `${plain(value)} a day`);

export const postsText = (value: number): string => {
  if (value === 0) return "never";
  if (value < 1 / 20) return "1 a month";
  if (value < 1 / 10) return "1 in 2 weeks";
  if (value < 1) return `${plain(Math.round(value * 7))} a week`;
  return perDayText(value);
};

export const shareText = (value: number): string => `${Math.round(value * 100)} %`;

export const silenceText = (hours: number): string => {
  if (hours === 0) return "posted just now";
  if (hours < 48) return `${hours} ${hours === 1 ? "hour" : "hours"}`;
  return `${hours / 24} days`;
};

export const countText = plain;
