"use client";

import { Button } from "../../../../components/button.tsx";
import { useTopicDecision } from "./use-topic-decision.ts";

export function TopicUndo({ agency, clientId, topic }: { agency: string; clientId: string; topic: string }) {
  const { decide, isSaving, problem } = useTopicDecision({ agency, clientId, topic });
  return (
    <>
      <Button
        disabled={isSaving}
        aria-label={`Take back what was decided on ${topic}`}
        onClick={() => decide({ decision: "none" })}
      >
        Take back
      </Button>
      {problem !== null && (
        <span role="alert" className="text-bad text-sm">
          {problem}
        </span>
      )}
    </>
  );
}
