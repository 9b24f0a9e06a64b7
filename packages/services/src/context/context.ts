import type { AppCredentials } from "@headroom/connectors";
import type { Tx } from "@headroom/db";
import type { GuardedFetch } from "@headroom/net";
import type { SendMail } from "./mailer.ts";
import type { Sealer } from "./sealer.ts";

export const roles = ["owner", "manager", "staffer", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Roles that may change things of the clients they see. */
export const mayWorkRoles: ReadonlySet<Role> = new Set(["owner", "manager", "staffer"]);

/** The member on whose behalf a verb runs. */
export interface Actor {
  userId: string;
  memberId: string;
  role: Role;
  name: string;
  /** IANA zone. */
  timeZone: string;
  /** The reconnect link through which somebody without an account acts in her name; left out when she acts herself. */
  throughLink?: string;
}

/** Everything outside the database that a verb may touch. */
export interface Io {
  /** Epoch milliseconds. */
  now: () => number;
  /** For hosts that people typed: refuses private addresses, bounded in size and time. */
  fetch: GuardedFetch;
  /** The same without an end, for connections that are held open; absent where none are. */
  stream?: GuardedFetch;
  sealer: Sealer;
  random: () => number;
  /** Where people reach this instance, without a trailing slash. */
  publicUrl: string;
  /** Where a network's API is, by network id, when it is not the public one. */
  networkBaseUrls: Readonly<Record<string, string>>;
  /** How many times its documented limits a network granted this installation, by network id; once where left out. */
  networkLimitFactors: Readonly<Record<string, number>>;
  /** Processes of one installation count their requests together; the name of that group. */
  limitGroup: string;
  /** Waits so many milliseconds, or rejects when `signal` aborts before that; by the machine's clock when left out. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** The operator's own apps, by network id: they serve agencies that entered none. */
  networkApps: Readonly<Record<string, AppCredentials>>;
  /** The folder in which uploads wait between preview and import. */
  uploadFolder: string;
  /** Absent where no mail server is set up. */
  mail?: SendMail;
  log: (line: string, detail?: Readonly<Record<string, unknown>>) => void;
}

/** Who, where and when. `db` is an open transaction inside the agency. */
export interface Context {
  db: Tx;
  agencyId: string;
  actor: Actor;
  io: Io;
}

/** A job's context: inside an agency, on nobody's behalf. */
export type SystemContext = Omit<Context, "actor">;

export interface Call<Input> {
  ctx: Context;
  input: Input;
}

export interface SystemCall<Input> {
  ctx: SystemContext;
  input: Input;
}
