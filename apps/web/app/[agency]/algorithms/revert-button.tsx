"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

/** Takes a change of algorithm back: one to come is withdrawn, one that holds gives way to what was before. */
export function RevertButton({ agency, from, label }: { agency: string; from: number; label: string }) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const revert = () =>
    startSaving(async () => {
      try {
        await apiOf(agency).algorithm.revert.mutate({ from });
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <div>
      <Button onClick={revert} disabled={isSaving}>
        {label}
      </Button>
      {problem !== null && (
        <p role="alert" className="mt-1 text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
