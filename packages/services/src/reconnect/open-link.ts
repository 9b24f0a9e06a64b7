import { createHash } from "node:crypto";
import {
  agencies,
  and,
  channels,
  connections,
  type Database,
  eq,
  gt,
  inAgency,
  isNull,
  members,
  ne,
  reconnectLinks,
  type SQL,
} from "@headroom/db";
import { type ClientRecord, workedClient } from "../clients/client-access.ts";
import type { Actor, Io, SystemContext } from "../context/context.ts";
import type { Entry } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";

/** What a reconnect link names: the last two segments of its path. */
export interface LinkAddress {
  slug: string;
  token: string;
}

/** What a link opens as long as it works. */
export interface LinkFacts {
  linkId: string;
  expiresAt: number;
  /** The member who made it, with the link noted: what comes through it happens by her leave, not by her hand. */
  actor: Actor;
  client: ClientRecord;
  channel: typeof channels.$inferSelect;
  /** Whether the channel's connection holds a secret that a new one replaces. */
  hasSecret: boolean;
}

export interface OpenLink extends LinkFacts {
  entry: Entry;
  agency: { name: string; timeZone: string };
}

/** What is behind a link, for whoever holds it; null for one that does not work, whatever the reason. */
export const openLink = async (
  { db, io }: { db: Database; io: Io },
  { slug, token }: LinkAddress,
): Promise<OpenLink | null> => {
  const [agency] = await db.global
    .select({ id: agencies.id, name: agencies.name, timeZone: agencies.timeZone })
    .from(agencies)
    .where(eq(agencies.slug, slug));
  if (agency === undefined) return null;
  const facts = await inAgency(db, { agencyId: agency.id }, (tx) =>
    liveLink({ db: tx, agencyId: agency.id, io }, eq(reconnectLinks.tokenHash, hashLinkToken(token))),
  );
  if (facts === null) return null;
  return { ...facts, agency, entry: { db, io, agencyId: agency.id, actor: facts.actor } };
};

/** The same for what a link is used for. Throws `not-found` where it does not work. */
export const openOrRefuse = async (world: { db: Database; io: Io }, address: LinkAddress): Promise<OpenLink> => {
  const open = await openLink(world, address);
  if (open === null) throw linkIsOver();
  return open;
};

/** The link while it works: unused, in time, and made by somebody who may still work on a client that still has the channel. */
export const liveLink = async (ctx: SystemContext, which: SQL): Promise<LinkFacts | null> => {
  const { db, agencyId, io } = ctx;
  const [row] = await db
    .select({ link: reconnectLinks, channel: channels, member: members, sealed: connections.sealedSecret })
    .from(reconnectLinks)
    .innerJoin(channels, and(eq(channels.agencyId, agencyId), eq(channels.id, reconnectLinks.channelId)))
    .innerJoin(connections, and(eq(connections.agencyId, agencyId), eq(connections.id, channels.connectionId)))
    .innerJoin(members, and(eq(members.agencyId, agencyId), eq(members.id, reconnectLinks.memberId)))
    .where(
      and(
        eq(reconnectLinks.agencyId, agencyId),
        which,
        isNull(reconnectLinks.usedAt),
        gt(reconnectLinks.expiresAt, new Date(io.now())),
        ne(channels.state, "disconnected"),
      ),
    );
  if (row === undefined) return null;
  const { link, channel, member } = row;
  const { userId, role, name, timeZone } = member;
  const actor: Actor = { userId, memberId: member.id, role, name, timeZone, throughLink: link.id };
  const client = await workedClient({ ...ctx, actor }, channel.clientId).catch(nullWhereRefused);
  if (client === null) return null;
  return {
    linkId: link.id,
    expiresAt: link.expiresAt.getTime(),
    actor,
    client,
    channel,
    hasSecret: row.sealed !== null,
  };
};

const nullWhereRefused = (error: unknown): null => {
  if (error instanceof ServiceError) return null;
  throw error;
};

/** One answer for every reason, so that nobody learns which links there are. */
export const linkIsOver = (): ServiceError =>
  new ServiceError("not-found", "This link no longer works. Ask the agency for a new one.");

/** What is kept of a link's token. */
export const hashLinkToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
