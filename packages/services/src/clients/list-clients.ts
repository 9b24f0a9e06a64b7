import { and, clients, type SQL, sql } from "@headroom/db";
import { agreedAttainment, clientStatuses } from "@headroom/insights";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { type ClientRow, clientRows } from "./client-rows.ts";
import { visibleClients } from "./visible-clients.ts";

export const clientSorts = ["urgency", "name", "score", "headroom", "promise", "change"] as const;

export const ListClientsInput = z.object({
  search: z.string().trim().max(100).default(""),
  status: z.enum(clientStatuses).optional(),
  /** A member's id; `mine` for the actor's own clients; `unassigned`. */
  staffer: z.union([z.uuid(), z.enum(["mine", "unassigned"])]).optional(),
  sort: z.enum(clientSorts).default("urgency"),
  descending: z.boolean().default(false),
});
export type ListClientsInput = z.infer<typeof ListClientsInput>;

/** The clients the actor sees, scored to the second. */
export const listClients = async ({ ctx, input }: Call<ListClientsInput>): Promise<ClientRow[]> => {
  const rows = await clientRows(ctx, and(visibleClients(ctx), matches(ctx, input)));
  const wanted = input.status === undefined ? rows : rows.filter((row) => row.status === input.status);
  return sortRows(wanted, input);
};

const matches = ({ actor }: Context, { search, staffer }: ListClientsInput): SQL | undefined => {
  const name = search === "" ? undefined : sql`${clients.name} ilike ${`%${search.replace(/[\\%_]/g, "\\$&")}%`}`;
  return and(name, staffer === undefined ? undefined : careOf(staffer, actor.memberId));
};

const careOf = (staffer: string, self: string): SQL => {
  const care = sql`select from assignments a where a.agency_id = ${clients.agencyId} and a.client_id = ${clients.id}`;
  if (staffer === "unassigned") return sql`not exists (${care})`;
  if (staffer === "mine") return sql`(${clients.ownerId} = ${self} or exists (${care} and a.member_id = ${self}))`;
  return sql`exists (${care} and a.member_id = ${staffer})`;
};

const urgency = (row: ClientRow): number => clientStatuses.indexOf(row.status);

/** 1 for the smallest first, −1 for the largest. */
type Direction = 1 | -1;

const orders: Readonly<Record<ListClientsInput["sort"], (a: ClientRow, b: ClientRow, way: Direction) => number>> = {
  urgency: (a, b, way) =>
    way * (urgency(a) - urgency(b)) || byNumber(a.fallsAt, b.fallsAt, way) || byNumber(a.headroom, b.headroom, way),
  name: (a, b, way) => way * a.name.localeCompare(b.name),
  score: (a, b, way) => byNumber(a.score, b.score, way),
  headroom: (a, b, way) => byNumber(a.headroom, b.headroom, way),
  promise: (a, b, way) => byNumber(budgetShare(a), budgetShare(b), way),
  change: (a, b, way) => byNumber(a.weekChange, b.weekChange, way),
};

/** The share of the error budget that is left; a promise that allows nothing comes first once it is broken. */
const budgetShare = ({ promise }: ClientRow): number | null => {
  if (promise === null) return null;
  const { leftMs, budgetMs } = agreedAttainment(promise);
  if (budgetMs > 0) return leftMs / budgetMs;
  return leftMs < 0 ? Number.NEGATIVE_INFINITY : 1;
};

/** What is not known goes last, whichever way the list runs. */
const byNumber = (a: number | null, b: number | null, way: Direction): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -way : way;
};

const sortRows = (rows: readonly ClientRow[], { sort, descending }: ListClientsInput): ClientRow[] => {
  const order = orders[sort];
  return rows.toSorted((a, b) => order(a, b, descending ? -1 : 1) || a.name.localeCompare(b.name));
};
