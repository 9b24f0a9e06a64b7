import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { agencies } from "./agencies.ts";
import { instant } from "./columns.ts";

/** What is to be done when, across agencies: ids and instants only. A worker takes a row, then enters the agency. */
export const dueWork = pgTable(
  "due_work",
  {
    kind: text({
      enum: [
        "sync",
        "report",
        "import",
        "preview",
        "activate",
        "learn",
        "publish",
        "subscribe",
        "listen",
        "mail",
        "forget",
      ],
    }).notNull(),
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

/** Which channels a network's push may be about, before an agency is known: an account may be read by several. */
export const webhookRoutes = pgTable(
  "webhook_routes",
  {
    /** Of network and account id: the table tells nobody who is whose client. */
    subjectHash: text().notNull(),
    agencyId: uuid()
      .notNull()
      .references(() => agencies.id, { onDelete: "cascade" }),
    channelId: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectHash, t.agencyId, t.channelId] })],
);

/**
 * What a network still lets through and whether it answers at all, shared by every process: one row for an app, an account
 * or a server. Hashes and instants only.
 */
export const networkGates = pgTable("network_gates", {
  key: text().primaryKey(),
  /** When all that the limit allows may be asked at once again. */
  fullAt: instant().notNull(),
  /** The network said to ask nothing before then. */
  closedUntil: instant(),
  /** Failures in a row of the server itself. */
  failures: integer().notNull().default(0),
  /** After repeated failures nothing is asked before then. */
  brokenUntil: instant(),
});
