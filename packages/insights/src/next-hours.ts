import { Temporal } from "temporal-polyfill";

export interface Hours {
  /** Minutes of the day, 0 to 1439. */
  from: number;
  /** Minutes of the day, up to 1440; not after `from` means that they run past midnight. */
  to: number;
  /** IANA zone. */
  timeZone: string;
}

const dayMinutes = 1_440;

/** Whether a minute of the day lies within the hours. */
const contains = ({ from, to }: Hours, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

/** The first instant (epoch ms) not before `at` that lies within somebody's hours: `at` itself, or when they begin next. */
export const nextWithinHours = (at: number, hours: Hours): number => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(hours.timeZone);
  if (contains(hours, local.hour * 60 + local.minute)) return at;
  const begins = Temporal.PlainTime.from({ hour: Math.floor(hours.from / 60), minute: hours.from % 60 });
  const today = local.toPlainDate();
  for (const date of [today, today.add({ days: 1 })]) {
    const start = date.toZonedDateTime({ timeZone: hours.timeZone, plainTime: begins }).epochMilliseconds;
    if (start > at) return start;
  }
  return at + dayMinutes * 60_000;
};
