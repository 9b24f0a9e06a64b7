"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

/** Asks by name before it removes. */
export function RemoveMember({ agency, memberId, name }: { agency: string; memberId: string; name: string }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [isRemoving, startRemoving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const remove = () =>
    startRemoving(async () => {
      try {
        await apiOf(agency).member.remove.mutate({ memberId });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  if (!isAsking) {
    return (
      <Button onClick={() => setIsAsking(true)} aria-label={`Remove ${name}`}>
        Remove
      </Button>
    );
  }
  return (
    <fieldset className="flex w-full flex-col gap-2 rounded-md border border-bad p-3 text-sm">
      <legend className="px-1 font-medium">Remove {name} from the team?</legend>
      <p>
        They can no longer see anything here. Clients they kept as their own become the agency’s, so no history is lost.
      </p>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="danger" onClick={remove} disabled={isRemoving}>
          {isRemoving ? "Removing …" : `Remove ${name}`}
        </Button>
        <Button autoFocus onClick={() => setIsAsking(false)}>
          Keep
        </Button>
      </div>
    </fieldset>
  );
}
