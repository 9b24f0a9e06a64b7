import { z } from "zod";

/** An IANA zone that this machine knows, e.g. `Europe/Berlin`. */
export const TimeZone = z.string().refine(isTimeZone, "This time zone is not known. Example: Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
