"use client";

import type { Role } from "@headroom/api";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { inputLook } from "../../../components/field.tsx";
import { roleWords } from "../../../components/role-words.ts";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

interface RoleProps {
  agency: string;
  memberId: string;
  name: string;
  role: Role;
  mayMakeOwners: boolean;
}

export function RoleChoice({ agency, memberId, name, role, mayMakeOwners }: RoleProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [chosen, setChosen] = useState(role);
  const [said, setSaid] = useState<{ text: string; isProblem: boolean } | null>(null);
  const change = (next: Role) =>
    startSaving(async () => {
      setChosen(next);
      setSaid(null);
      try {
        await apiOf(agency).member.changeRole.mutate({ memberId, role: next });
        setSaid({ text: `Now a ${roleWords[next].title.toLowerCase()}.`, isProblem: false });
        router.refresh();
      } catch (error) {
        setChosen(role);
        setSaid({ text: refusalOf(error).message, isProblem: true });
      }
    });
  return (
    <div className="flex flex-col gap-1 text-sm">
      <select
        aria-label={`Role of ${name}`}
        value={chosen}
        disabled={isSaving}
        onChange={({ target }) => {
          const next = roleNames.find((candidate) => candidate === target.value);
          if (next !== undefined) change(next);
        }}
        className={inputLook}
      >
        {roleNames
          .filter((candidate) => candidate !== "owner" || mayMakeOwners)
          .map((candidate) => (
            <option key={candidate} value={candidate}>
              {roleWords[candidate].title}
            </option>
          ))}
      </select>
      <output
        role={said?.isProblem ? "alert" : "status"}
        className={said?.isProblem ? "max-w-56 text-bad" : "text-soft"}
      >
        {said?.text}
      </output>
    </div>
  );
}

/** Written out: importing the services into a browser would bring the database along. */
const roleNames: readonly Role[] = ["owner", "manager", "staffer", "viewer"];
