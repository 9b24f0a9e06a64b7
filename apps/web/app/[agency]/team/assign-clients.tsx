"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { inputLook } from "../../../components/field.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

interface AssignProps {
  agency: string;
  memberId: string;
  name: string;
  clients: { id: string; name: string; inCareOf: string[] }[];
}

/** With more clients than this, a search field stands above the list. */
const manyClients = 12;

/** Which clients a member looks after: each tick is saved at once. */
export function AssignClients({ agency, memberId, name, clients }: AssignProps) {
  const [search, setSearch] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const shown = clients.filter((client) => client.name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer text-accent">Assign clients</summary>
      <fieldset className="mt-2">
        <legend className="sr-only">Clients that {name} looks after</legend>
        {clients.length === 0 && <p className="text-soft">There are no clients yet.</p>}
        {clients.length > manyClients && (
          <input
            type="search"
            aria-label={`Find a client for ${name}`}
            placeholder="Find a client"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
            className={`${inputLook} mb-2 max-w-64`}
          />
        )}
        <ul className="grid max-h-80 gap-x-4 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
          {shown.map((client) => (
            <ClientTick
              key={client.id}
              agency={agency}
              memberId={memberId}
              client={client}
              isAssigned={client.inCareOf.includes(memberId)}
              onProblem={setProblem}
            />
          ))}
        </ul>
        {shown.length === 0 && clients.length > 0 && <p className="text-soft">No client matches.</p>}
        {problem !== null && (
          <p role="alert" className="mt-2 text-bad">
            {problem}
          </p>
        )}
      </fieldset>
    </details>
  );
}

interface TickProps {
  agency: string;
  memberId: string;
  client: { id: string; name: string };
  isAssigned: boolean;
  onProblem: (problem: string | null) => void;
}

function ClientTick({ agency, memberId, client, isAssigned, onProblem }: TickProps) {
  const router = useRouter();
  const [isTicked, setIsTicked] = useState(isAssigned);
  const [isSaving, startSaving] = useTransition();
  const tick = (assigned: boolean) =>
    startSaving(async () => {
      setIsTicked(assigned);
      onProblem(null);
      try {
        await apiOf(agency).client.assign.mutate({ clientId: client.id, memberId, assigned });
        router.refresh();
      } catch (error) {
        setIsTicked(!assigned);
        onProblem(`${client.name}: ${refusalOf(error).message}`);
      }
    });
  return (
    <li>
      <label className="flex items-start gap-2 py-1">
        <input
          type="checkbox"
          checked={isTicked}
          disabled={isSaving}
          onChange={({ target }) => tick(target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0 break-words">{client.name}</span>
      </label>
    </li>
  );
}
