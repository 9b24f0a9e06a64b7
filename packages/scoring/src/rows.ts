import type { Columns } from "./columns.ts";

/** Terms in the order in which they come to count; growing, so only the first `length` entries mean anything. */
export interface Rows extends Columns {
  readonly length: number;
  /** When the row comes to count, epoch ms: `at`, or the release of a hold. Ascending. */
  readonly effective: Float64Array;
  /** The position in the history's signals of the one whose arrival made the row. */
  readonly signal: Int32Array;
}

export interface Row {
  effective: number;
  at: number;
  weight: number;
  channel: number;
  kind: number;
  signal: number;
}

type Growing = { -readonly [Key in keyof Rows]: Rows[Key] };

export function rowsBuilder(capacity: number): { push: (row: Row) => void; sorted: () => Rows } {
  const rows = allocate(Math.max(16, capacity));
  let ascending = true;
  return {
    push(row) {
      if (rows.length === rows.at.length) grow(rows);
      const i = rows.length++;
      rows.effective[i] = row.effective;
      rows.at[i] = row.at;
      rows.weight[i] = row.weight;
      rows.channel[i] = row.channel;
      rows.kind[i] = row.kind;
      rows.signal[i] = row.signal;
      if (i > 0 && (rows.effective[i - 1] ?? 0) > row.effective) ascending = false;
    },
    sorted: () => (ascending ? rows : sortRows(rows)),
  };
}

function allocate(capacity: number): Growing {
  return {
    length: 0,
    effective: new Float64Array(capacity),
    at: new Float64Array(capacity),
    weight: new Float64Array(capacity),
    channel: new Uint16Array(capacity),
    kind: new Uint8Array(capacity),
    signal: new Int32Array(capacity),
  };
}

function grow(rows: Growing): void {
  const larger = allocate(2 * rows.at.length);
  larger.effective.set(rows.effective);
  larger.at.set(rows.at);
  larger.weight.set(rows.weight);
  larger.channel.set(rows.channel);
  larger.kind.set(rows.kind);
  larger.signal.set(rows.signal);
  Object.assign(rows, larger, { length: rows.length });
}

/** Deferred rows come to count out of order; a stable sort keeps the rows of one signal together. */
function sortRows(rows: Rows): Rows {
  const order = Uint32Array.from({ length: rows.length }, (_, i) => i);
  order.sort((a, b) => (rows.effective[a] ?? 0) - (rows.effective[b] ?? 0) || a - b);
  const sorted = allocate(rows.length);
  for (const i of order) {
    const to = sorted.length++;
    sorted.effective[to] = rows.effective[i] ?? 0;
    sorted.at[to] = rows.at[i] ?? 0;
    sorted.weight[to] = rows.weight[i] ?? 0;
    sorted.channel[to] = rows.channel[i] ?? 0;
    sorted.kind[to] = rows.kind[i] ?? 0;
    sorted.signal[to] = rows.signal[i] ?? 0;
  }
  return sorted;
}
