import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { agencies, members } from "./agencies.ts";
import { agencyId, instant } from "./columns.ts";

/** An account the agency cares for. With `ownerId` it is a member's own ("mine"), private until `shared`. */
export const clients = pgTable(
  "clients",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    name: text().notNull(),
    timeZone: text().notNull().default("UTC"),
    ownerId: uuid(),
    shared: boolean().notNull().default(true),
    /** Erasure mark: signals before it are gone for good, derived rows before it stand. */
    erasedBefore: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    uniqueIndex("clients_by_name").on(t.agencyId, sql`lower(${t.name})`).where(sql`${t.ownerId} is null`),
    foreignKey({ columns: [t.agencyId, t.ownerId], foreignColumns: [members.agencyId, members.id] }),
  ],
);

/** Which staffer looks after which client. */
export const assignments = pgTable(
  "assignments",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    memberId: uuid().notNull(),
    since: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.clientId, t.memberId] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.memberId], foreignColumns: [members.agencyId, members.id] }).onDelete(
      "cascade",
    ),
    index("assignments_by_member").on(t.agencyId, t.memberId),
  ],
);

/** Required levels, one row per change; the newest `from` not after an instant holds. Without a client: the agency's default. */
export const targets = pgTable(
  "targets",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid(),
    /** Points, 1 to 100; null ends a client's own target, so that the agency's default holds again. */
    level: real(),
    /** Share of the window in which the score must hold the level, 0 to 1. */
    share: real().notNull().default(0.95),
    window: text({ enum: ["week", "month"] })
      .notNull()
      .default("week"),
    from: instant().notNull(),
    setBy: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    index("targets_by_client").on(t.agencyId, t.clientId, t.from),
    check("targets_level", sql`${t.level} between 1 and 100`),
    check("targets_share", sql`${t.share} > 0 and ${t.share} <= 1`),
  ],
);

/** Time off that was agreed with the client: it never alters the score, only how a promise is counted "with rest". */
export const restWindows = pgTable(
  "rest_windows",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    from: instant().notNull(),
    to: instant().notNull(),
    /** Why, at most 200 characters; may be empty. */
    note: text().notNull().default(""),
    agreedBy: uuid(),
    agreedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    index("rest_windows_by_time").on(t.agencyId, t.clientId, t.from),
    check("rest_windows_span", sql`${t.to} > ${t.from}`),
  ],
);
