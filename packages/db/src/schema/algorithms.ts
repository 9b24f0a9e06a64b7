import { foreignKey, integer, jsonb, pgTable, primaryKey, real, text, unique, uuid } from "drizzle-orm/pg-core";
import { agencies } from "./agencies.ts";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

/** An agency's own algorithms: immutable once made. The built-in ones live in code and are not listed here. */
export const agencyAlgorithms = pgTable(
  "agency_algorithms",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    /** Never that of a built-in one; stored scores name it. */
    id: text().notNull(),
    title: text().notNull(),
    /** The whole algorithm, as packages/scoring validates it. */
    value: jsonb().notNull(),
    /** The algorithm whose numbers were changed to make it. */
    forkedFrom: text().notNull(),
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.id] }), unique("agency_algorithms_by_title").on(t.agencyId, t.title)],
);

/** From when the agency scores with which algorithm. The stored history before a date stays as it was. */
export const algorithmActivations = pgTable(
  "algorithm_activations",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    from: instant().notNull(),
    algorithmId: text().notNull(),
    /** Null for the one an agency begins with. */
    activatedBy: uuid(),
    activatedAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.from] })],
);

/** What an algorithm would have made of the whole portfolio's stored history, next to the active one. */
export const algorithmPreviews = pgTable(
  "algorithm_previews",
  {
    agencyId: agencyId().references(() => agencies.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    algorithmId: text().notNull(),
    /** The algorithm it is compared with. */
    baselineId: text().notNull(),
    status: text({ enum: ["running", "done", "failed", "stopped"] }).notNull(),
    clientsDone: integer().notNull().default(0),
    clientsTotal: integer().notNull().default(0),
    /** Who moves by how much, who falls below target, the rank correlations; null until done. */
    result: jsonb(),
    error: text(),
    requestedBy: uuid(),
    requestedAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.id] })],
);

/** The score under the algorithm that does not count, for two weeks after a change: old and new side by side. */
export const parallelPoints = pgTable(
  "parallel_points",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    algorithmId: text().notNull(),
    at: instant().notNull(),
    score: real().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.clientId, t.algorithmId, t.at] }),
    foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete(
      "cascade",
    ),
  ],
);
