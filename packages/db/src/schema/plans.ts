import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

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
