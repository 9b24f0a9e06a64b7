import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { agencies, members } from "./agencies.ts";
import { channels } from "./channels.ts";
import { clients } from "./clients.ts";
import { agencyId, bytewiseText, instant } from "./columns.ts";

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
    /** The link through which somebody without an account signs in again; null for a member's own attempt. */
    linkId: uuid(),
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

/** A link that lets a client sign in again at a network, without an account here. Works once. */
export const reconnectLinks = pgTable(
  "reconnect_links",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    channelId: uuid().notNull(),
    /** Of the token in the link; the token itself is never kept. */
    tokenHash: text().notNull(),
    memberId: uuid().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique("reconnect_links_by_token").on(t.agencyId, t.tokenHash),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.memberId], foreignColumns: [members.agencyId, members.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** That a network tells us by itself when something changes on a channel. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    /** `asked`: the network has yet to say yes. `none`: this channel offers none. */
    state: text({ enum: ["asked", "active", "none", "failed"] }).notNull(),
    /** What deliveries are signed with, where each channel has an address of its own; sealed. */
    sealedToken: text(),
    leaseUntil: instant(),
    askedAt: instant().notNull(),
    deliveredAt: instant(),
    deliveries: integer().notNull().default(0),
    /** Why it failed, in plain words. */
    error: text(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Posts of which the network said that something changed, until they are read again. */
export const touches = pgTable(
  "touches",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    postNativeId: bytewiseText().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.postNativeId] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Something a member should know, told in her hours. */
export const notices = pgTable(
  "notices",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    memberId: uuid().notNull(),
    clientId: uuid().notNull(),
    kind: text({ enum: ["sign-in-ends", "channel-held", "post-failed", "post-unknown", "spend-cap"] }).notNull(),
    /** What it is about, so that nobody is told twice. */
    about: text().notNull(),
    text: text().notNull(),
    /** Path within the agency where something can be done about it. */
    path: text().notNull(),
    /** Not before this instant: the beginning of her next hours. */
    dueAt: instant().notNull(),
    mailedAt: instant(),
    seenAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique("notices_once").on(t.agencyId, t.memberId, t.kind, t.about),
    foreignKey({ columns: [t.agencyId, t.memberId], foreignColumns: [members.agencyId, members.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    index("notices_by_time").on(t.agencyId, t.dueAt),
  ],
);
