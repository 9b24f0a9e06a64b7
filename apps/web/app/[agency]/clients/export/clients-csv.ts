import type { ClientRow } from "@headroom/api";
import { statusLook } from "@headroom/insights";
import { csv } from "./csv.ts";

const head = [
  "Client",
  "Status",
  "Score",
  "Target",
  "Headroom",
  "Safe until (UTC)",
  "Change in 7 days",
  "Staffers",
  "Channels",
  "Channels not heard from",
  "As of (UTC)",
  "Time zone",
  "Id",
];

/** A list of clients as a table for spreadsheets: numbers unrounded, instants in UTC, what is not known left empty. */
export const clientsCsv = (rows: readonly ClientRow[]): string =>
  csv([
    head,
    ...rows.map((row) => [
      row.name,
      statusLook[row.status].word,
      row.score,
      row.target,
      row.headroom,
      instant(row.fallsAt),
      row.weekChange,
      row.staffers.map(({ name }) => name).join("; "),
      row.channels,
      row.heldChannels,
      instant(row.syncedAt),
      row.timeZone,
      row.id,
    ]),
  ]);

/** Infinity: it never falls by itself. */
const instant = (at: number | null): string | null => {
  if (at === null) return null;
  return at === Number.POSITIVE_INFINITY ? "never" : new Date(at).toISOString();
};
