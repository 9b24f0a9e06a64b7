import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { agencyId, bytes, instant } from "./columns.ts";
import { users } from "./identity.ts";

export const role = pgEnum("role", ["owner", "manager", "staffer", "viewer"]);

/** The tenant itself. */
export const agencies = pgTable("agencies", {
  id: uuid().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** IANA zone, e.g. Europe/Berlin. */
  timeZone: text().notNull().default("UTC"),
  /** A labelled example that can be removed in one click. */
  isDemo: boolean().notNull().default(false),
  /** Salt of actor hashes, so that one person cannot be followed across agencies. */
  actorSalt: bytes().notNull(),
  createdAt: instant().notNull().defaultNow(),
});

export const members = pgTable(
  "members",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: role().notNull(),
    name: text().notNull(),
    timeZone: text().notNull().default("UTC"),
    /** Minutes of the day in her zone between which she may be told things; where `to` is earlier they run past midnight. */
    hoursFrom: smallint().notNull().default(480),
    hoursTo: smallint().notNull().default(1200),
    /** Whether what she has not seen is mailed to her as well. */
    mailsNotices: boolean().notNull().default(true),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    check("members_hours", sql`${t.hoursFrom} between 0 and 1439 and ${t.hoursTo} between 0 and 1440`),
    unique().on(t.agencyId, t.userId),
    index("members_by_user").on(t.userId),
  ],
);

/** An invitation to join; the link carries agency id and a token of which only the hash is kept. */
export const invites = pgTable(
  "invites",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    email: text().notNull(),
    role: role().notNull(),
    tokenHash: text().notNull(),
    invitedBy: uuid().notNull(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique().on(t.agencyId, t.tokenHash),
    foreignKey({ columns: [t.agencyId, t.invitedBy], foreignColumns: [members.agencyId, members.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Who changed what, when: written in the same transaction as the change. */
export const auditLog = pgTable(
  "audit_log",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    at: instant().notNull(),
    /** The user who acted; null for the system itself. */
    userId: uuid(),
    action: text().notNull(),
    subject: text().notNull(),
    subjectId: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.id] }), index("audit_log_by_time").on(t.agencyId, t.at)],
);
