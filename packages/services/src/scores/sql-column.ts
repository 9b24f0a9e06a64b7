import { type SQL, sql } from "@headroom/db";

type ColumnType = "text" | "float8" | "int8" | "int4" | "bool" | "signal_kind" | "uuid";

/** One parameter that holds a whole column, for `unnest`: a batch travels as a few arrays instead of many rows. */
export const column = (values: readonly (string | number | boolean | null)[], type: ColumnType): SQL =>
  sql`${`{${values.map(element).join(",")}}`}::${sql.raw(type)}[]`;

const element = (value: string | number | boolean | null): string =>
  typeof value === "string" ? `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : String(value ?? "NULL");

/** Epoch milliseconds in a column to an instant. */
export const toInstant = (name: string): SQL => sql.raw(`to_timestamp(${name} / 1000.0)`);
