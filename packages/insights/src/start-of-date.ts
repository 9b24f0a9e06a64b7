import { Temporal } from "temporal-polyfill";

/** The instant (epoch ms) at which a calendar day such as `2026-11-25` begins in a zone. Throws RangeError if it is no day. */
export const startOfDate = (date: string, zone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;

/** The calendar day after the one in which an instant (epoch ms) lies, e.g. `2026-11-25`. */
export const dateAfter = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toString();
