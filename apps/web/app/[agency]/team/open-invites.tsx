import type { OpenInvite } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { roleWords } from "../../../components/role-words.ts";
import { WithdrawInvite } from "./withdraw-invite.tsx";

/** Invitations that nobody has accepted yet. Their links were shown once and cannot be shown again. */
export function OpenInvites({ agency, invites, clock }: { agency: string; invites: OpenInvite[]; clock: Clock }) {
  if (invites.length === 0) return null;
  return (
    <section aria-labelledby="open-invites" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="open-invites">Invited, not joined yet</h2>
      <ul className="mt-2 divide-y divide-line text-sm">
        {invites.map(({ id, email, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 grow break-words">{email}</span>
            <span>{roleWords[role].title}</span>
            <span className="text-soft">until {instantLabel(expiresAt, clock)}</span>
            <WithdrawInvite agency={agency} inviteId={id} email={email} />
          </li>
        ))}
      </ul>
    </section>
  );
}
