import type { OpenInvite } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { roleWords } from "../../../components/role-words.ts";

/** Invitations that nobody has accepted yet. Their links were shown once and cannot be shown again. */
export function OpenInvites({ invites, clock }: { invites: OpenInvite[]; clock: Clock }) {
  if (invites.length === 0) return null;
  return (
    <section aria-labelledby="open-invites" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="open-invites">Invited, not joined yet</h2>
      <ul className="mt-2 divide-y divide-line text-sm">
        {invites.map(({ id, email, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap gap-x-4 py-2">
            <span className="min-w-0 grow break-words">{email}</span>
            <span>{roleWords[role].title}</span>
            <span className="text-soft">until {instantLabel(expiresAt, clock)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
