import { createHash, randomBytes } from "node:crypto";
import type { Io } from "../context/context.ts";

/** Where networks send people back: one address for all of them, registered with each app. */
export const redirectUri = ({ publicUrl }: Pick<Io, "publicUrl">): string => `${publicUrl}/connect/answer`;

/** What goes to the network and comes back: unguessable, and naming the agency so that the attempt can be found. */
export const newState = (agencyId: string): string => `${agencyId}.${randomBytes(24).toString("base64url")}`;

/** The agency that a state names; null where it is none of ours. */
export const agencyOfState = (state: string): string | null =>
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{32}$/.exec(state)?.[1] ?? null;

export const stateHash = (state: string): string => createHash("sha256").update(state).digest("base64url");
