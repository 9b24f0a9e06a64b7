import { date, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { clients } from "./clients.ts";
import { agencyId, bytes, instant } from "./columns.ts";

/** A client's week, frozen: the model it was drawn from and the PDF itself. */
export const reports = pgTable(
  "reports",
  {
    agencyId: agencyId(),
    id: uuid().notNull().defaultRandom(),
    clientId: uuid().notNull(),
    /** The Monday, in the client's time zone. */
    weekOf: date({ mode: "string" }).notNull(),
    revision: integer().notNull().default(1),
    model: jsonb().notNull(),
    pdf: bytes(),
    pages: integer(),
    standard: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.id] }),
    unique("reports_by_week").on(t.agencyId, t.clientId, t.weekOf, t.revision),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
  ],
);
