import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

/** Credentials that give access to channels. The secret is sealed; it never leaves the server. */
export const connections = pgTable(
  "connections",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    network: text().notNull(),
    title: text().notNull(),
    sealedSecret: text(),
    /** The app through which somebody signed in: only that one can renew what it gave. */
    appId: text(),
    expiresAt: instant(),
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** A client's account on a network. */
export const channels = pgTable(
  "channels",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    /** Null for a channel known from a file only: it is not synced. */
    connectionId: uuid(),
    network: text().notNull(),
    nativeId: text().notNull(),
    title: text().notNull(),
    url: text(),
    /** What the adapter needs for pulling; no secrets. */
    config: jsonb().notNull().default({}),
    /** Kind of signal → epoch ms since when the network tells it (0 = always). An absent kind is unknown, never zero. */
    knows: jsonb().$type<Record<string, number>>().notNull().default({}),
    cursor: jsonb(),
    /** When somebody last connected it: a reading begun before has no say about what came after. */
    connectedAt: instant().notNull().defaultNow(),
    state: text({ enum: ["active", "held", "disconnected"] })
      .notNull()
      .default("active"),
    /** When everything up to here had been read; null before the first sync. */
    syncedAt: instant(),
    /** The first sync is still under way: posts read so far and, where known, of how many. */
    progressDone: integer(),
    progressTotal: integer(),
    /** Up to here people's hashes were replaced by numbers that hold for one day only. */
    actorsUntil: instant(),
    failures: integer().notNull().default(0),
    lastError: text(),
    lastErrorAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique("channels_by_native_id").on(t.agencyId, t.clientId, t.network, t.nativeId),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.connectionId], foreignColumns: [connections.agencyId, connections.id] }),
    index("channels_by_client").on(t.agencyId, t.clientId),
  ],
);

/** Spans in which nothing is known of a channel: dead token, outage, spend cap. */
export const holds = pgTable(
  "holds",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    channelId: uuid().notNull(),
    from: instant().notNull(),
    to: instant(),
    reason: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
    index("holds_by_client").on(t.agencyId, t.clientId, t.from),
    check("holds_span", sql`${t.to} is null or ${t.to} > ${t.from}`),
  ],
);
