import { agencies, asc, asUser, type Database, eq, members } from "@headroom/db";
import type { Role } from "../context/context.ts";

export interface Membership {
  agencyId: string;
  slug: string;
  name: string;
  timeZone: string;
  isDemo: boolean;
  memberId: string;
  memberName: string;
  memberTimeZone: string;
  role: Role;
}

/** The agencies a person works for, by name. */
export const myAgencies = (db: Database, userId: string): Promise<Membership[]> =>
  asUser(db, userId, (tx) =>
    tx
      .select({
        agencyId: agencies.id,
        slug: agencies.slug,
        name: agencies.name,
        timeZone: agencies.timeZone,
        isDemo: agencies.isDemo,
        memberId: members.id,
        memberName: members.name,
        memberTimeZone: members.timeZone,
        role: members.role,
      })
      .from(members)
      .innerJoin(agencies, eq(agencies.id, members.agencyId))
      .where(eq(members.userId, userId))
      .orderBy(asc(agencies.name)),
  );
