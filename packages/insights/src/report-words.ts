import { timeLabel, zoneName } from "./format-instant.ts";
import { points } from "./format-points.ts";

/** An instant on paper, where `today` means nothing: `Thu 3 Dec 2026, 14:00 CET`. Epoch ms. */
export const instantWords = (at: number, zone: string): string =>
  `${dayWords(at, zone)}, ${timeLabel(at, zone)}\u00a0${zoneName(at, zone)}`;

/** `Thu 3 Dec 2026`. */
export const dayWords = (at: number, zone: string): string =>
  inZone(at, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "");

/** `3 Dec`. */
export const shortDay = (at: number, zone: string): string => inZone(at, zone, { day: "numeric", month: "short" });

interface Period {
  from: number;
  /** Exclusive. */
  to: number;
  isRunning: boolean;
}

/** A week in words with its zone: `Monday 23 to Sunday 29 November 2026 · Europe/Berlin (CET)`; a running one until when. */
export const periodWords = ({ from, to, isRunning }: Period, zone: string): string => {
  const last = isRunning ? to : to - 1;
  const month = (at: number) => inZone(at, zone, { month: "long", year: "numeric" });
  const day = (at: number) => inZone(at, zone, { weekday: "long", day: "numeric" });
  const start = month(from) === month(last) ? day(from) : `${day(from)} ${month(from)}`;
  const isOneDay = dayWords(from, zone) === dayWords(last, zone);
  const span = isOneDay ? `${day(last)} ${month(last)}` : `${start} to ${day(last)} ${month(last)}`;
  const names = [...new Set([zoneName(from, zone), zoneName(last, zone)])].join(", then ");
  return `${span}${isRunning ? `, until ${timeLabel(to, zone)}` : ""} · ${zone} (${names})`;
};

/** A required level: `48`, `48.5`. */
export const level = (value: number): string => {
  const text = points(value);
  return text.endsWith(".0") ? text.slice(0, -2) : text;
};

/** A share that never reads better than it was: `94.9 %`, `100 %` only for all of it. */
export const shareText = (share: number): string => {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10;
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)}\u00a0%`;
};

const inZone = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(at);
