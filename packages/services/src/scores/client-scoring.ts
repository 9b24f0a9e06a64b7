import {
  algorithmActivations,
  and,
  asc,
  channels,
  clients,
  eq,
  holds,
  isNull,
  or,
  sql,
  type Tx,
  targets,
} from "@headroom/db";
import type { Activation, Audience, Channel, Hold } from "@headroom/scoring";
import { loadAlgorithms } from "./load-algorithms.ts";
import { laterThan } from "./load-signals.ts";
import { column } from "./sql-column.ts";

export interface ClientScope {
  db: Tx;
  agencyId: string;
  clientId: string;
}

/** Everything but signals that a client's score depends on. */
export interface ClientScoring {
  channels: Channel[];
  /** Channel id → network id. */
  networks: ReadonlyMap<string, string>;
  holds: Hold[];
  algorithms: Activation[];
  targets: TargetStep[];
  /** Epoch ms of the client's last erasure: derived rows up to it stay as the record of what was reported. */
  erasedBefore: number | null;
}

/** From `from` (epoch ms) on, the client's required score is `value`, with the promise that goes with it. */
export interface TargetStep {
  from: number;
  value: number;
  share: number;
  window: "week" | "month";
  /** Whether it is the agency's default rather than the client's own. */
  isDefault: boolean;
}

export const loadClientScoring = async ({ db, agencyId, clientId }: ClientScope): Promise<ClientScoring> => {
  const channelRows = await db
    .select({ id: channels.id, network: channels.network, knows: channels.knows })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId)))
    .orderBy(asc(channels.id));
  const holdRows = await db
    .select({ channelId: holds.channelId, from: holds.from, to: holds.to })
    .from(holds)
    .where(and(eq(holds.agencyId, agencyId), eq(holds.clientId, clientId)))
    .orderBy(asc(holds.from));
  return {
    channels: channelRows,
    networks: new Map(channelRows.map((row) => [row.id, row.network])),
    holds: holdRows.map(({ channelId, from, to }) => ({
      channelId,
      from: from.getTime(),
      ...(to === null ? {} : { to: to.getTime() }),
    })),
    algorithms: await loadActivations({ db, agencyId }),
    targets: await loadTargets({ db, agencyId, clientId }),
    erasedBefore: await loadErasure({ db, agencyId, clientId }),
  };
};

const loadErasure = async ({ db, agencyId, clientId }: ClientScope): Promise<number | null> => {
  const [row] = await db
    .select({ at: clients.erasedBefore })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), eq(clients.id, clientId)));
  return row?.at?.getTime() ?? null;
};

/** From when which algorithm counts, earliest first; those still to come included. */
export const loadActivations = async ({ db, agencyId }: Omit<ClientScope, "clientId">): Promise<Activation[]> => {
  const rows = await db
    .select({ from: algorithmActivations.from, algorithmId: algorithmActivations.algorithmId })
    .from(algorithmActivations)
    .where(eq(algorithmActivations.agencyId, agencyId))
    .orderBy(asc(algorithmActivations.from));
  const algorithmById = await loadAlgorithms(
    { db, agencyId },
    rows.map(({ algorithmId }) => algorithmId),
  );
  return rows.map((row) => ({ from: row.from.getTime(), algorithm: algorithmById(row.algorithmId) }));
};

/** The required level over time: the client's own where she has one, the agency's default elsewhere. */
const loadTargets = async ({ db, agencyId, clientId }: ClientScope): Promise<TargetStep[]> => {
  const rows = await db
    .select()
    .from(targets)
    .where(and(eq(targets.agencyId, agencyId), or(isNull(targets.clientId), eq(targets.clientId, clientId))))
    .orderBy(asc(targets.from));
  return targetSteps(rows);
};

type TargetRow = Pick<typeof targets.$inferSelect, "clientId" | "level" | "share" | "window" | "from">;

/** `rows` in order of `from`. A client's row without a level hands back to the default. */
export const targetSteps = (rows: readonly TargetRow[]): TargetStep[] => {
  let own: TargetRow | undefined;
  let agency: TargetRow | undefined;
  const steps: TargetStep[] = [];
  for (const row of rows) {
    if (row.clientId === null) agency = row;
    else own = row;
    const valid = own?.level != null ? own : agency;
    if (valid?.level == null) continue;
    const step = { value: valid.level, share: valid.share, window: valid.window, isDefault: valid.clientId === null };
    const last = steps.at(-1);
    if (
      last &&
      last.value === step.value &&
      last.share === step.share &&
      last.window === step.window &&
      last.isDefault === step.isDefault
    )
      continue;
    steps.push({ from: row.from.getTime(), ...step });
  }
  return steps;
};

/** Followers as told later than `after` (epoch ms). */
export const loadAudience = async (scope: {
  db: Tx;
  agencyId: string;
  channels: ReadonlyMap<string, string>;
  after: number;
}): Promise<Audience[]> => {
  if (scope.channels.size === 0) return [];
  const rows = await scope.db.execute<{ channel: string; at: number; followers: number }>(sql`
    select channel_id as channel, (extract(epoch from at) * 1000)::float8 as at, followers::float8 as followers
    from audience
    where agency_id = ${scope.agencyId}::uuid and channel_id = any(${column([...scope.channels.keys()], "uuid")})
      and ${laterThan("at", scope.after)}`);
  return rows.map((row) => ({ channelId: row.channel, at: row.at, followers: row.followers }));
};
