"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface UnplanProps {
  agency: string;
  clientId: string;
  planId: string;
  /** When it was to go out, in words: tells one button from another. */
  when: string;
}

export function UnplanButton({ agency, clientId, planId, when }: UnplanProps) {
  const router = useRouter();
  const [isRemoving, startRemoving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const remove = () =>
    startRemoving(async () => {
      try {
        await apiOf(agency).plan.remove.mutate({ clientId, planId });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <>
      <Button onClick={remove} disabled={isRemoving} aria-label={`Remove the post planned for ${when}`}>
        Remove
      </Button>
      {problem !== null && (
        <span role="alert" className="text-bad text-sm">
          {problem}
        </span>
      )}
    </>
  );
}
