import {
  type AnyPgColumn,
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { clients } from "./clients.ts";
import { agencyId, instant } from "./columns.ts";

const ofClient = (t: { agencyId: AnyPgColumn; clientId: AnyPgColumn }) =>
  foreignKey({ columns: [t.agencyId, t.clientId], foreignColumns: [clients.agencyId, clients.id] }).onDelete("cascade");

/** The decayed sums of a client, folded up to `asOf`; derived, made anew by `rebuild`. */
export const clientStates = pgTable(
  "client_states",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    algorithmId: text().notNull(),
    asOf: instant().notNull(),
    state: jsonb().notNull(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.clientId, t.algorithmId] }), ofClient(t)],
);

/** The state as it was at the end of a UTC day: where a replay of late data starts. */
export const clientCheckpoints = pgTable(
  "client_checkpoints",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    algorithmId: text().notNull(),
    asOf: instant().notNull(),
    state: jsonb().notNull(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.clientId, t.algorithmId, t.asOf] }), ofClient(t)],
);

/** One row per client for the active algorithm and target: what the lists sort by. */
export const clientRunways = pgTable(
  "client_runways",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    algorithmId: text().notNull(),
    asOf: instant().notNull(),
    score: doublePrecision().notNull(),
    target: real(),
    /** Points above the target at `asOf`. */
    headroom: doublePrecision(),
    /** When the score is below the target if nothing more happens; infinity = never. */
    fallsAt: instant().notNull(),
    coverage: real().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.clientId] }),
    ofClient(t),
    index("client_runways_by_fall").on(t.agencyId, t.fallsAt),
  ],
);

/** The instants at which a score went below its target or came back, in event time. */
export const crossings = pgTable(
  "crossings",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    at: instant().notNull(),
    direction: text({ enum: ["below", "above"] }).notNull(),
    target: real().notNull(),
    score: doublePrecision().notNull(),
    algorithmId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.clientId, t.at, t.direction] }), ofClient(t)],
);

/** The score at fixed instants of the day, for charts and sparklines. */
export const scorePoints = pgTable(
  "score_points",
  {
    agencyId: agencyId(),
    clientId: uuid().notNull(),
    at: instant().notNull(),
    score: real().notNull(),
    target: real(),
    coverage: real().notNull(),
    algorithmId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.clientId, t.at] }), ofClient(t)],
);
