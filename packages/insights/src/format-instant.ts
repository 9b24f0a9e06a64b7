const dayMs = 86_400_000;

export interface Clock {
  /** IANA zone in which the instant is read. */
  zone: string;
  /** Epoch ms. */
  now: number;
}

/** An instant for people, its zone always said: `today 14:00 CET`, `Thu 14:00 CET`, `4 Dec 15:28 CET`, `4 Dec 2027 15:28 CET`. */
export const instantLabel = (at: number, { zone, now }: Clock): string =>
  `${dayLabel(at, { zone, now })} ${timeLabel(at, zone)} ${zoneName(at, zone)}`;

/** The same without the time: `today`, `Thu`, `4 Dec`. */
export const dayLabel = (at: number, { zone, now }: Clock): string => {
  const days = dayNumber(at, zone) - dayNumber(now, zone);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  if (days > 1 && days < 7) return part(at, zone, { weekday: "short" });
  const sameYear = part(at, zone, { year: "numeric" }) === part(now, zone, { year: "numeric" });
  return part(at, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
};

export const timeLabel = (at: number, zone: string): string =>
  part(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `CET`, `GMT+2`: short as the zone itself is called at that instant. */
export const zoneName = (at: number, zone: string): string =>
  formatter(zone, { timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? zone;

/** Whole days since the epoch by the zone's own calendar. */
const dayNumber = (at: number, zone: string): number => {
  const [year, month, day] = part(at, zone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").split("-");
  return Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / dayMs);
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using one. */
const formatter = (zone: string, options: Intl.DateTimeFormatOptions, locale = "en-GB"): Intl.DateTimeFormat => {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formatters.set(key, found);
  }
  return found;
};

const part = (at: number, zone: string, options: Intl.DateTimeFormatOptions, locale?: string): string =>
  formatter(zone, options, locale).format(at);
