/** Zone names that RFC 822 and common blog software write, in minutes east of UTC. */
const zoneMinutes: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 60,
  CET: 60,
  WEST: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Nothing on the web is older; smaller numbers are defaults of broken software, such as 1970 or the year 1. */
const firstWebYear = 1990;

const clock = String.raw`(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*([A-Z]{1,4}|[+-]\d{2}:?\d{2})?`;
const isoForm = new RegExp(String.raw`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?${clock}$`, "i");
const mailForm = new RegExp(
  String.raw`^(?:[a-z]+\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2}),?${clock}$`,
  "i",
);
const spokenForm = new RegExp(
  String.raw`^(?:[a-z]+\.?,?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4}),?${clock}$`,
  "i",
);

/**
 * Epoch milliseconds of a date as feeds write it (RFC 3339 and its shorter forms, RFC 822, English words, Unix seconds);
 * null when it is none. A date without a zone is read as UTC, so that the answer does not depend on this machine.
 */
export function parseFeedDate(text: string | undefined): number | null {
  const value = text?.trim() ?? "";
  const iso = isoForm.exec(value);
  if (iso !== null) return instant(Number(iso[1]), Number(iso[2] ?? 1) - 1, Number(iso[3] ?? 1), iso.slice(4));
  const mail = mailForm.exec(value);
  if (mail !== null) return instant(fullYear(mail[3]), monthIndex(mail[2]), Number(mail[1]), mail.slice(4));
  const spoken = spokenForm.exec(value);
  if (spoken !== null) return instant(Number(spoken[3]), monthIndex(spoken[1]), Number(spoken[2]), spoken.slice(4));
  return /^\d{9,10}$/.test(value) ? Number(value) * 1_000 : null;
}

function instant(year: number, month: number, day: number, [hour, minute, second, zone]: (string | undefined)[]) {
  const offset = zoneOffset(zone);
  if (offset === null || month < 0 || month > 11 || day < 1 || day > 31 || year < firstWebYear) return null;
  const at = Date.UTC(year, month, day, Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  return at - offset * 60_000;
}

function zoneOffset(zone: string | undefined): number | null {
  if (zone === undefined) return 0;
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (numeric === null) return zoneMinutes[zone.toUpperCase()] ?? null;
  return (numeric[1] === "-" ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3]));
}

const monthIndex = (name: string | undefined): number => months.indexOf(name?.slice(0, 3).toLowerCase() ?? "");

/** RFC 822 allowed two digits; RFC 2822 says how to read them. */
function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  if (digits?.length !== 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}
