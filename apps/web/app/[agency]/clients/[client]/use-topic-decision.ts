import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

type Decision = { decision: "pin" | "veto" | "none" } | { decision: "merge"; into: string };

/** Says a person's word on a topic and shows the page anew. */
export const useTopicDecision = (subject: { agency: string; clientId: string; topic: string }) => {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const decide = (word: Decision) =>
    startSaving(async () => {
      try {
        const { agency, ...rest } = subject;
        await apiOf(agency).client.decideTopic.mutate({ ...rest, ...word });
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return { decide, isSaving, problem };
};
