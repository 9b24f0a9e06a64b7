export type Cell = string | number | null;

/** Spreadsheets read UTF-8 as such only behind this mark. */
const byteOrderMark = "\uFEFF";

/** Rows as RFC 4180 has them. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  byteOrderMark + rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");

const cellText = (cell: Cell): string => {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const harmless = startsFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** What spreadsheets take for the start of a formula (OWASP, CSV injection). */
const startsFormula = /^[=+\-@\t\r]/;
