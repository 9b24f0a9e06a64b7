import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { agencyId, bytewiseText, instant } from "./columns.ts";

/** Inbound kinds only: `post` and `linkPost` follow from posts. The database's order is the order here. */
export const signalKind = pgEnum("signal_kind", [
  "view",
  "like",
  "click",
  "save",
  "reshare",
  "linkReshare",
  "mention",
  "comment",
]);

/** What the client published. `post` and `linkPost` signals are a pure function of these rows. */
export const posts = pgTable(
  "posts",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    nativeId: bytewiseText().notNull(),
    at: instant().notNull(),
    url: text(),
    /** Plain text, at most 500 characters. */
    text: text().notNull(),
    carriesLink: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.nativeId] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
    index("posts_by_time").on(t.agencyId, t.channelId, t.at),
  ],
);

/** Totals as the network told them. Increments derive from them and are not stored. */
export const observations = pgTable(
  "observations",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    postNativeId: bytewiseText().notNull(),
    kind: signalKind().notNull(),
    observedAt: instant().notNull(),
    total: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.postNativeId, t.kind, t.observedAt] }),
    index("observations_by_time").on(t.agencyId, t.channelId, t.observedAt),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);

/**
 * Reactions that the network named one by one. Hash-partitioned by agency (see the first migration), append-only:
 * a row is inserted once, deleted when its source is, never updated but to forget who it was.
 */
export const signals = pgTable(
  "signals",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    nativeKey: bytewiseText().notNull(),
    kind: signalKind().notNull(),
    at: instant().notNull(),
    count: integer().notNull(),
    /** Salted hash, after a hundred days a number that holds for one day; null where the network does not name the person. */
    actor: bytewiseText(),
    postNativeId: bytewiseText(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.nativeKey] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
    index("signals_by_time").on(t.agencyId, t.channelId, t.at),
    index("signals_by_actor").on(t.agencyId, t.channelId, t.actor, t.at).where(sql`${t.actor} is not null`),
    index("signals_by_post").on(t.agencyId, t.channelId, t.postNativeId).where(sql`${t.postNativeId} is not null`),
  ],
);

/** What was taken back. Kept as a mark, because a removal may arrive before the thing it removes. */
export const removals = pgTable(
  "removals",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    /** A signal's native key, or `post:` and a post's native id. */
    nativeKey: bytewiseText().notNull(),
    removedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.nativeKey] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Followers of a channel as observed. */
export const audience = pgTable(
  "audience",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    at: instant().notNull(),
    followers: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.at] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);
