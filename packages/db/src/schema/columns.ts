import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

// Functions, not shared instances: Drizzle keeps the first table's name on a builder that two tables share.

/** The tenant. First in every primary, foreign and unique key of a tenant table: row-level security reads it. */
export const agencyId = () => uuid().notNull();

/** An instant in UTC, read as a Date. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });

/** Text compared byte by byte, so that identities sort and match alike on every server. */
export const bytewiseText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
