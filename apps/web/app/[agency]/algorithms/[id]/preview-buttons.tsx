"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface ActProps {
  label: string;
  look?: "main" | "plain";
  act: () => Promise<unknown>;
}

/** A button that asks the server for something and then looks again. */
function Act({ label, look = "plain", act }: ActProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const run = () =>
    startWork(async () => {
      try {
        await act();
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <>
      <Button look={look} onClick={run} disabled={isBusy}>
        {label}
      </Button>
      {problem !== null && (
        <p role="alert" className="mt-1 text-bad text-sm">
          {problem}
        </p>
      )}
    </>
  );
}

interface StartProps {
  agency: string;
  algorithmId: string;
  isAgain: boolean;
}

export function StartPreview({ agency, algorithmId, isAgain }: StartProps) {
  return (
    <Act
      label={isAgain ? "Preview again" : "Preview on every client"}
      look={isAgain ? "plain" : "main"}
      act={() => apiOf(agency).algorithm.requestPreview.mutate({ algorithmId })}
    />
  );
}

export function StopPreview({ agency, previewId }: { agency: string; previewId: string }) {
  return <Act label="Stop" act={() => apiOf(agency).algorithm.stopPreview.mutate({ previewId })} />;
}
