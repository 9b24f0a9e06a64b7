import type { TeamMember } from "@headroom/api";
import { count } from "@headroom/insights";
import { roleWords } from "../../../components/role-words.ts";
import { AssignClients } from "./assign-clients.tsx";
import { RemoveMember } from "./remove-member.tsx";
import { RoleChoice } from "./role-choice.tsx";

interface CardProps {
  agency: string;
  member: TeamMember;
  mayChange: boolean;
  mayMakeOwners: boolean;
  /** Null for those who do not assign clients. */
  clients: { id: string; name: string; inCareOf: string[] }[] | null;
}

export function MemberCard({ agency, member, mayChange, mayMakeOwners, clients }: CardProps) {
  return (
    <li className="rounded-lg border border-line bg-paper p-4">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-0 grow basis-56">
          <h2 className="break-words">
            {member.name} {member.isSelf && <span className="font-normal text-soft">(you)</span>}
          </h2>
          <p className="break-words text-soft text-sm">
            {member.email !== "" && <>{member.email} · </>}
            {member.timeZone}
          </p>
          <p className="number text-sm">
            {member.clients === 0 ? "No clients assigned" : `${count(member.clients, "client")} assigned`}
          </p>
        </div>
        {mayChange ? (
          <RoleChoice
            agency={agency}
            memberId={member.id}
            name={member.name}
            role={member.role}
            mayMakeOwners={mayMakeOwners}
          />
        ) : (
          <p className="text-sm">{roleWords[member.role].title}</p>
        )}
        {mayChange && <RemoveMember agency={agency} memberId={member.id} name={member.name} />}
      </div>
      {clients !== null && <AssignClients agency={agency} memberId={member.id} name={member.name} clients={clients} />}
    </li>
  );
}
