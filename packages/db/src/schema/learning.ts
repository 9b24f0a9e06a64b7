import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { clients } from "./clients.ts";
import { agencyId, bytewiseText, instant } from "./columns.ts";
import { posts } from "./signals.ts";

/** What a channel's posts usually draw, how fast and at which hours; derived from its history, made anew when that grows. */
export const channelHabits = pgTable(
  "channel_habits",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    /** The history up to here was looked at. */
    asOf: instant().notNull(),
    habits: jsonb().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId] }),
    foreignKey({ columns: [t.agencyId, t.channelId], foreignColumns: [channels.agencyId, channels.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** What one post speaks of; derived from its text once, gone with it. */
export const postTopics = pgTable(
  "post_topics",
  {
    agencyId: agencyId(),
    channelId: uuid().notNull(),
    postNativeId: bytewiseText().notNull(),
    /** Ids of topics, none when the text names none. */
    topics: text().array().notNull(),
    /** Which reading of texts found them: a newer one reads again. */
    reading: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.channelId, t.postNativeId] }),
    foreignKey({
      name: "post_topics_post",
      columns: [t.agencyId, t.channelId, t.postNativeId],
      foreignColumns: [posts.agencyId, posts.channelId, posts.nativeId],
    }).onDelete("cascade"),
  ],
);

/** What a person said about a topic of a client; the newest word stands until somebody takes it back. */
export const topicDecisions = pgTable(
  "topic_decisions",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    topic: text().notNull(),
    decision: text({ enum: ["pin", "veto", "merge"] }).notNull(),
    /** The topic it was merged into. */
    into: text(),
    decidedBy: uuid(),
    decidedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.clientId, t.topic] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
  ],
);
