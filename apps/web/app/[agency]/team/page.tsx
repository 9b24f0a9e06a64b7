import type { TeamMember } from "@headroom/api";
import type { Metadata } from "next";
import { visit } from "../../../composition/agency.ts";
import { mailIsSetUp } from "../../../composition/magic-link.ts";
import { api } from "../../../trpc/server.ts";
import { InviteForm } from "./invite-form.tsx";
import { MemberCard } from "./member-card.tsx";
import { OpenInvites } from "./open-invites.tsx";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { agency, now } = await visit(slug);
  const manages = agency.role === "owner" || agency.role === "manager";
  const caller = await api(slug);
  const [team, rows] = await Promise.all([
    caller.member.list(),
    manages ? caller.client.list({ sort: "name" }) : Promise.resolve([]),
  ]);
  // A private client cannot be anybody else's to look after.
  const clients = rows
    .filter(({ isPrivate }) => !isPrivate)
    .map(({ id, name, staffers }) => ({ id, name, inCareOf: staffers.map((staffer) => staffer.id) }));
  const mayChange = (member: TeamMember) =>
    manages && !member.isSelf && (member.role !== "owner" || agency.role === "owner");
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5">
      <h1>Team</h1>
      <ul className="flex flex-col gap-3">
        {team.members.map((member) => (
          <MemberCard
            key={member.id}
            agency={slug}
            member={member}
            mayChange={mayChange(member)}
            mayMakeOwners={agency.role === "owner"}
            clients={manages ? clients : null}
          />
        ))}
      </ul>
      {manages && (
        <>
          <OpenInvites agency={slug} invites={team.invites} clock={{ zone: agency.memberTimeZone, now }} />
          <InviteForm agency={slug} mayMakeOwners={agency.role === "owner"} mails={mailIsSetUp()} />
        </>
      )}
    </div>
  );
}
