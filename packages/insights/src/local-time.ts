import { Temporal } from "temporal-polyfill";

/** A day and time as a zone's clocks show it, as forms give it: `2026-11-23T14:00`. */
export const localTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/**
 * The instant (epoch ms) of a local time such as `2026-11-23T14:00`. Skipped by clocks going forward it is as much later,
 * repeated by clocks going back it is the first. Null if there is no such day or time.
 */
export const instantOfLocalTime = (local: string, zone: string): number | null => {
  if (!localTimePattern.test(local)) return null;
  try {
    return Temporal.PlainDateTime.from(local, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** What a zone's clocks show at an instant (epoch ms): `2026-11-23T14:00`. */
export const localTimeOf = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
