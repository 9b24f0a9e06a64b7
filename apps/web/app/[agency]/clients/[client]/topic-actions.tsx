"use client";

import { Button } from "../../../../components/button.tsx";
import { useTopicDecision } from "./use-topic-decision.ts";

interface ActionsProps {
  agency: string;
  clientId: string;
  topic: string;
  isPinned: boolean;
  /** What it may be merged into. */
  others: string[];
}

export function TopicActions({ agency, clientId, topic, isPinned, others }: ActionsProps) {
  const { decide, isSaving, problem } = useTopicDecision({ agency, clientId, topic });
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Button
        disabled={isSaving}
        aria-label={`${isPinned ? "Unpin" : "Pin"} ${topic}`}
        onClick={() => decide(isPinned ? { decision: "none" } : { decision: "pin" })}
      >
        {isPinned ? "Unpin" : "Pin"}
      </Button>
      <Button disabled={isSaving} aria-label={`Not this: ${topic}`} onClick={() => decide({ decision: "veto" })}>
        Not this
      </Button>
      {others.length > 0 && (
        <select
          className="min-h-9 w-32 rounded-md border border-line bg-paper px-2 py-1.5 text-ink text-sm"
          aria-label={`${topic} is the same as`}
          disabled={isSaving}
          value=""
          onChange={(event) => decide({ decision: "merge", into: event.target.value })}
        >
          <option value="">Same as …</option>
          {others.map((other) => (
            <option key={other}>{other}</option>
          ))}
        </select>
      )}
      {problem !== null && (
        <span role="alert" className="text-bad text-sm">
          {problem}
        </span>
      )}
    </span>
  );
}
