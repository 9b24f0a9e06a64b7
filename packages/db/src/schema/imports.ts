import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

/** An uploaded archive on its way in: previewed first, then taken whole or not at all. */
export const imports = pgTable(
  "imports",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    fileName: text().notNull(),
    /** Where the upload lies on the server until it is taken or dropped. */
    filePath: text().notNull(),
    status: text({ enum: ["previewed", "running", "done", "failed", "dropped"] }).notNull(),
    preview: jsonb().notNull(),
    channelId: uuid(),
    error: text(),
    postsDone: integer(),
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
  ],
);
