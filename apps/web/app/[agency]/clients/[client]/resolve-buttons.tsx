"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface ResolveProps {
  agency: string;
  clientId: string;
  planId: string;
  /** Nobody knows whether it is there. */
  mayHaveArrived: boolean;
}

/** A person says what became of a post, or sends it again. */
export function ResolveButtons({ agency, clientId, planId, mayHaveArrived }: ResolveProps) {
  const router = useRouter();
  const [isSaying, startSaying] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const say = (answer: "arrived" | "send") =>
    startSaying(async () => {
      try {
        await apiOf(agency).plan.resolve.mutate({ clientId, planId, answer });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <span className="mt-1 flex flex-wrap items-center gap-2">
      {mayHaveArrived && (
        <Button onClick={() => say("arrived")} disabled={isSaying}>
          It is there
        </Button>
      )}
      <Button onClick={() => say("send")} disabled={isSaying}>
        {mayHaveArrived ? "It is not there: send it" : "Send it now"}
      </Button>
      {problem !== null && (
        <span role="alert" className="text-bad text-sm">
          {problem}
        </span>
      )}
    </span>
  );
}
