import { bigint, date, foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { agencies, members } from "./agencies.ts";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

/** An agency's own app at a network, through which its people sign in. The secret is sealed. */
export const networkApps = pgTable(
  "network_apps",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    network: text().notNull(),
    appId: text().notNull(),
    sealedSecret: text().notNull(),
    setBy: uuid(),
    setAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.network] })],
);

/** A sign-in at a network on its way: begun here, answered there, and kept until its channels are chosen. */
export const signIns = pgTable(
  "sign_ins",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    memberId: uuid().notNull(),
    network: text().notNull(),
    appId: text().notNull().default(""),
    /** Of the state that goes there and comes back; the state itself is never kept. */
    stateHash: text().notNull(),
    /** What the answer is checked with; sealed. */
    sealedKeep: text().notNull(),
    /** What the network gave; sealed, null until it did. */
    sealedGrant: text(),
    grantExpiresAt: instant(),
    /** The channels behind the grant, as the network told them. */
    found: jsonb(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique("sign_ins_by_state").on(t.agencyId, t.stateHash),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.memberId], foreignColumns: [members.agencyId, members.id] }).onDelete(
      "cascade",
    ),
    index("sign_ins_by_age").on(t.agencyId, t.createdAt),
  ],
);

/** The most that may be spent on paid networks in a calendar month (UTC). The subject is the agency itself or a client. */
export const spendingCaps = pgTable(
  "spending_caps",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    subjectId: uuid().notNull(),
    /** Millionths of a US dollar. */
    monthlyMicros: bigint({ mode: "number" }).notNull(),
    setBy: uuid(),
    setAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.subjectId] })],
);

/** What was spent. Stays when a client is deleted: the bill does too. */
export const spending = pgTable(
  "spending",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    clientId: uuid().notNull(),
    network: text().notNull(),
    /** The first day of the month, UTC. */
    month: date({ mode: "string" }).notNull(),
    /** What was paid for, e.g. `post read`. */
    what: text().notNull(),
    count: bigint({ mode: "number" }).notNull().default(0),
    micros: bigint({ mode: "number" }).notNull().default(0),
    /** Set aside for calls under way; one that was never settled stays here and counts. */
    reservedMicros: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.month, t.clientId, t.network, t.what] })],
);
