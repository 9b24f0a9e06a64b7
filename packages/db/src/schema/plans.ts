import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { clients } from "./clients.ts";
import { agencyId, bytes, instant } from "./columns.ts";

/** A post that is meant to go out at an instant. Planning it changes no score. */
export const plannedPosts = pgTable(
  "planned_posts",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    channelId: uuid().notNull(),
    at: instant().notNull(),
    carriesLink: boolean().notNull().default(false),
    /** What it is about, at most 200 characters; may be empty. */
    note: text().notNull().default(""),
    /** Whether Headroom sends it at its time; otherwise a person does. */
    sends: boolean().notNull().default(false),
    /** Of one that Headroom sends. `unknown`: it was sent, and nobody knows whether it arrived; a person finds out. */
    state: text({ enum: ["waiting", "sending", "published", "failed", "unknown"] })
      .notNull()
      .default("waiting"),
    /** Headline, where the network has one. */
    title: text().notNull().default(""),
    /** Why it failed, in plain words. */
    error: text(),
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
    index("planned_posts_by_time").on(t.agencyId, t.clientId, t.at),
  ],
);

/** What a planned post says: one row, or one for each piece of a thread. */
export const plannedPieces = pgTable(
  "planned_pieces",
  {
    agencyId: agencyId(),
    planId: uuid().notNull(),
    /** From 0. */
    position: integer().notNull(),
    text: text().notNull(),
    link: text(),
    imageIds: uuid().array().notNull().default(sql`'{}'`),
    state: text({ enum: ["waiting", "sending", "published", "failed", "unknown"] })
      .notNull()
      .default("waiting"),
    nativeId: text(),
    url: text(),
    /** What the network wants to know for the next piece of the thread. */
    thread: text(),
    publishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.planId, t.position] }),
    foreignKey({ columns: [t.agencyId, t.planId], foreignColumns: [plannedPosts.agencyId, plannedPosts.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Pictures for posts that are to go out; forgotten a while after they did. */
export const images = pgTable(
  "images",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    mediaType: text({ enum: ["image/jpeg", "image/png", "image/webp", "image/gif"] }).notNull(),
    /** Pixels. */
    width: integer().notNull(),
    height: integer().notNull(),
    alt: text().notNull(),
    bytes: bytes().notNull(),
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
    index("images_by_age").on(t.agencyId, t.createdAt),
    check("images_size", sql`${t.width} > 0 and ${t.height} > 0`),
  ],
);
