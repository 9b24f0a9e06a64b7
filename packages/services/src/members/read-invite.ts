import { agencies, and, type Database, eq, gt, inAgency, invites, isNull, members } from "@headroom/db";
import type { Role } from "../context/context.ts";
import { parseInviteCode } from "./invite-member.ts";

export interface Invitation {
  agencyName: string;
  slug: string;
  email: string;
  role: Role;
  invitedBy: string;
  /** Epoch ms. */
  expiresAt: number;
  /** IANA zone of the agency. */
  timeZone: string;
  /** Whether the person who looks at it belongs to the agency already. */
  isMember: boolean;
}

/** What an invitation is, for whoever holds its link; null when it was used, has expired or was never made. */
export const readInvite = async (
  db: Database,
  { code, userId, now }: { code: string; userId: string | null; now: number },
): Promise<Invitation | null> => {
  const parsed = parseInviteCode(code);
  if (parsed === null) return null;
  const { agencyId, tokenHash } = parsed;
  return inAgency(db, { agencyId }, async (tx) => {
    const [found] = await tx
      .select({ invite: invites, agency: agencies, invitedBy: members.name })
      .from(invites)
      .innerJoin(agencies, eq(agencies.id, invites.agencyId))
      .innerJoin(members, and(eq(members.agencyId, invites.agencyId), eq(members.id, invites.invitedBy)))
      .where(
        and(
          eq(invites.agencyId, agencyId),
          eq(invites.tokenHash, tokenHash),
          isNull(invites.acceptedAt),
          gt(invites.expiresAt, new Date(now)),
        ),
      );
    if (found === undefined) return null;
    const own =
      userId === null
        ? []
        : await tx
            .select({ id: members.id })
            .from(members)
            .where(and(eq(members.agencyId, agencyId), eq(members.userId, userId)));
    const { invite, agency, invitedBy } = found;
    return {
      agencyName: agency.name,
      slug: agency.slug,
      email: invite.email,
      role: invite.role,
      invitedBy,
      expiresAt: invite.expiresAt.getTime(),
      timeZone: agency.timeZone,
      isMember: own.length > 0,
    };
  });
};
