import { Temporal } from "temporal-polyfill";

/** A week as a zone's calendar has it: Monday 00:00 to the next Monday 00:00, epoch ms; 167 or 169 h where clocks change. */
export interface Week {
  /** The Monday, e.g. `2026-11-23`. */
  monday: string;
  from: number;
  to: number;
}

/** The week in which an instant (epoch ms) lies. */
export const weekOf = (at: number, zone: string): Week =>
  weekOfDay(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate(), zone);

/** The calendar month in which an instant (epoch ms) lies: the 1st 00:00 to the next 1st 00:00, epoch ms. */
export const monthOf = (at: number, zone: string): { from: number; to: number } => {
  const first = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().with({ day: 1 });
  return { from: startOf(first, zone), to: startOf(first.add({ months: 1 }), zone) };
};

/** The week of a calendar day such as `2026-11-25`. Throws RangeError if it is not one. */
export const weekOfDate = (date: string, zone: string): Week => weekOfDay(Temporal.PlainDate.from(date), zone);

/** The Mondays 00:00 (epoch ms) that end with the given week's, oldest first. */
export const mondaysUpTo = (week: Week, { zone, weeks }: { zone: string; weeks: number }): number[] => {
  const monday = Temporal.PlainDate.from(week.monday);
  return Array.from({ length: weeks }, (_, i) => startOf(monday.subtract({ weeks: weeks - 1 - i }), zone));
};

/** The first Monday at `hour` o'clock later than an instant (epoch ms). */
export const nextMonday = (after: number, { zone, hour }: { zone: string; hour: number }): number => {
  const monday = Temporal.PlainDate.from(weekOf(after, zone).monday);
  const at = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour) }).epochMilliseconds;
  const thisWeek = at(monday);
  return thisWeek > after ? thisWeek : at(monday.add({ weeks: 1 }));
};

const weekOfDay = (day: Temporal.PlainDate, zone: string): Week => {
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return { monday: monday.toString(), from: startOf(monday, zone), to: startOf(monday.add({ weeks: 1 }), zone) };
};

/** Where a zone skips midnight, the day starts when its clocks do. */
const startOf = (day: Temporal.PlainDate, zone: string): number => day.toZonedDateTime(zone).epochMilliseconds;
