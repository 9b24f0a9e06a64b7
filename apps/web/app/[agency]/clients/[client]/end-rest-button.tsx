"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface EndProps {
  agency: string;
  clientId: string;
  restId: string;
  isRunning: boolean;
  /** When it begins, in words: tells one button from another. */
  from: string;
}

export function EndRestButton({ agency, clientId, restId, isRunning, from }: EndProps) {
  const router = useRouter();
  const [isEnding, startEnding] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const end = () =>
    startEnding(async () => {
      try {
        await apiOf(agency).client.endRest.mutate({ clientId, restId });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  const word = isRunning ? "End now" : "Take back";
  return (
    <>
      <Button onClick={end} disabled={isEnding} aria-label={`${word}: rest from ${from}`}>
        {word}
      </Button>
      {problem !== null && (
        <span role="alert" className="text-bad text-sm">
          {problem}
        </span>
      )}
    </>
  );
}
