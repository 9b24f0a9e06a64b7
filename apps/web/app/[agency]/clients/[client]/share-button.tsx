"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

/** Shows a member's own client to the agency, or takes it back. */
export function ShareButton({ agency, clientId, isPrivate }: { agency: string; clientId: string; isPrivate: boolean }) {
  const router = useRouter();
  const [isChanging, startChange] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const toggle = () =>
    startChange(async () => {
      try {
        await apiOf(agency).client.share.mutate({ clientId, shared: isPrivate });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
      <Button onClick={toggle} disabled={isChanging}>
        {isPrivate ? "Share with the agency" : "Make it mine only"}
      </Button>
    </>
  );
}
