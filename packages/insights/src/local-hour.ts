const formatters = new Map<string, Intl.DateTimeFormat>();

/** The hour of the day, 0 to 23, that a zone's clocks show at an instant (epoch ms). */
export const localHourIn = (zone: string): ((at: number) => number) => {
  const formatter =
    formatters.get(zone) ?? new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  formatters.set(zone, formatter);
  return (at) => Number(formatter.format(at));
};

/** Zones differ by whole quarters of an hour. */
const quarterMs = 15 * 60_000;
/** A day of 25 hours, when clocks go back, and an hour for one that they skip. */
const quartersTried = 4 * 49;

/** The next instant (epoch ms) at which a zone's clocks show that full hour; null if there is none within two days. */
export const nextAtHour = (hour: number, { zone, now }: { zone: string; now: number }): number | null => {
  const localHour = localHourIn(zone);
  const first = Math.floor(now / quarterMs) * quarterMs + quarterMs;
  for (let quarter = 0; quarter < quartersTried; quarter++) {
    const at = first + quarter * quarterMs;
    if (localHour(at) === hour && localHour(at - quarterMs) !== hour) return at;
  }
  return null;
};
