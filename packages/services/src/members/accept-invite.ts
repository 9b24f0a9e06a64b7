import { agencies, and, auditLog, type Database, eq, gt, inAgency, invites, isNull, members } from "@headroom/db";
import { ServiceError } from "../context/errors.ts";
import { parseInviteCode } from "./invite-member.ts";

export interface AcceptInvite {
  /** The last segment of the invitation's path: agency id, a dot, the token. */
  code: string;
  userId: string;
  name: string;
  /** IANA zone in which she reads times. */
  timeZone: string;
  now: number;
}

/** Makes a person a member of the agency that invited her. Each invitation works once. */
export const acceptInvite = async (
  db: Database,
  { code, userId, name, timeZone, now }: AcceptInvite,
): Promise<{ slug: string }> => {
  const parsed = parseInviteCode(code);
  if (parsed === null) throw gone();
  const { agencyId, tokenHash } = parsed;
  return inAgency(db, { agencyId, userId }, async (tx) => {
    const [invite] = await tx
      .update(invites)
      .set({ acceptedAt: new Date(now) })
      .where(
        and(
          eq(invites.agencyId, agencyId),
          eq(invites.tokenHash, tokenHash),
          isNull(invites.acceptedAt),
          gt(invites.expiresAt, new Date(now)),
        ),
      )
      .returning();
    if (invite === undefined) throw gone();
    const joined = await tx
      .insert(members)
      .values({ agencyId, userId, role: invite.role, name, timeZone })
      .onConflictDoNothing()
      .returning({ id: members.id });
    // Thrown inside the transaction, so that the invitation is not used up.
    if (joined.length === 0) throw new ServiceError("conflict", "You belong to this agency already.");
    await tx.insert(auditLog).values({
      agencyId,
      at: new Date(now),
      userId,
      action: "member.joined",
      subject: "invite",
      subjectId: invite.id,
      after: { role: invite.role },
    });
    const [agency] = await tx.select({ slug: agencies.slug }).from(agencies).where(eq(agencies.id, agencyId));
    if (agency === undefined) throw gone();
    return agency;
  });
};

const gone = (): ServiceError =>
  new ServiceError("not-found", "This invitation was used, has expired or was never made. Ask for a new one.");
