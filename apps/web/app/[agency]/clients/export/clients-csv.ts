import type { ClientRow } from "@headroom/api";
import { agreedAttainment, burnLook, statusLook } from "@headroom/insights";
import { csv } from "./csv.ts";

const head = [
  "Client",
  "Status",
  "Score",
  "Target",
  "Headroom",
  "Safe until (UTC)",
  "Promised share of the window",
  "Window",
  "Share kept so far, agreed rest left out",
  "Share kept so far, rest counted",
  "Error budget, hours",
  "Error budget left, hours",
  "Burn rate",
  "Promise",
  "Promise breaks (UTC)",
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
      ...promiseCells(row.promise),
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

const hourMs = 3_600_000;

const promiseCells = (promise: ClientRow["promise"]): (string | number | null)[] => {
  if (promise === null) return Array.from({ length: 9 }, () => null);
  const { attained, budgetMs, leftMs, burnRate } = agreedAttainment(promise);
  return [
    promise.share,
    promise.window.kind,
    attained,
    promise.whole.attained,
    budgetMs / hourMs,
    leftMs / hourMs,
    Number.isFinite(burnRate) ? burnRate : "none allowed",
    burnLook[promise.burn].word,
    instant(promise.breaksAt),
  ];
};
