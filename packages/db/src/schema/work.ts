import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { agencies } from "./agencies.ts";
import { instant } from "./columns.ts";

/** What is to be done when, across agencies: ids and instants only. A worker takes a row, then enters the agency. */
export const dueWork = pgTable(
  "due_work",
  {
    kind: text({ enum: ["sync", "report", "import", "preview", "activate", "learn"] }).notNull(),
    agencyId: uuid()
      .notNull()
      .references(() => agencies.id, { onDelete: "cascade" }),
    subjectId: uuid().notNull(),
    dueAt: instant().notNull(),
    /** A worker has it until then; a crashed worker's work is free again afterwards. */
    leasedUntil: instant(),
    attempts: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.kind, t.agencyId, t.subjectId] }), index("due_work_by_time").on(t.dueAt)],
);

/** Which channel a network's push belongs to, before the agency is known. */
export const webhookRoutes = pgTable("webhook_routes", {
  tokenHash: text().primaryKey(),
  agencyId: uuid()
    .notNull()
    .references(() => agencies.id, { onDelete: "cascade" }),
  channelId: uuid().notNull(),
});
