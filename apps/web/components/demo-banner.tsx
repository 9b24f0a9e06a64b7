"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { apiOf, refusalOf } from "../trpc/client.ts";

/** Says that everything here is invented, and takes it away in one click. */
export function DemoBanner({ agency, mayRemove }: { agency: string; mayRemove: boolean }) {
  const router = useRouter();
  const [isLeaving, startLeaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const remove = () =>
    startLeaving(async () => {
      try {
        await apiOf(agency).agency.removeDemo.mutate();
        router.push("/");
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <aside aria-label="Demo" className="border-line border-b bg-raised">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5 text-sm">
        <p>
          <strong>Demo agency.</strong> Every name and number here is invented.
        </p>
        {mayRemove && (
          <button
            type="button"
            onClick={remove}
            disabled={isLeaving}
            className="underline underline-offset-2 disabled:opacity-60"
          >
            {isLeaving ? "Removing …" : "Remove the demo"}
          </button>
        )}
        {problem !== null && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
      </div>
    </aside>
  );
}
