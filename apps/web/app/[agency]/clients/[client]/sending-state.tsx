import type { PlanEntry } from "@headroom/api";
import { ResolveButtons } from "./resolve-buttons.tsx";

type Sending = NonNullable<PlanEntry["sending"]>;

interface StateProps {
  agency: string;
  clientId: string;
  planId: string;
  sending: Sending;
  mayWork: boolean;
}

const words: Readonly<Record<Sending["state"], string>> = {
  waiting: "Headroom sends it",
  sending: "On its way",
  published: "Sent",
  failed: "Not sent",
  unknown: "Sent or not: nobody knows",
};

const marks: Readonly<Record<Sending["state"], string>> = {
  waiting: "○",
  sending: "…",
  published: "✓",
  failed: "✕",
  unknown: "?",
};

/** What became of a post that Headroom sends, and what a person can do about it. */
export function SendingState({ agency, clientId, planId, sending, mayWork }: StateProps) {
  const isBad = sending.state === "failed" || sending.state === "unknown";
  const [first] = sending.pieces;
  return (
    <span className="mt-1 block">
      <span className={isBad ? "font-medium text-bad" : "text-soft"}>
        <span aria-hidden="true">{marks[sending.state]} </span>
        {words[sending.state]}
        {sending.pieces.length > 1 && `, ${sending.pieces.length} pieces`}
      </span>
      {first?.url != null && (
        <>
          {" "}
          <a href={first.url} className="underline underline-offset-2">
            See it
          </a>
        </>
      )}
      {sending.error !== null && <span className="block text-soft">{sending.error}</span>}
      {isBad && mayWork && (
        <ResolveButtons
          agency={agency}
          clientId={clientId}
          planId={planId}
          mayHaveArrived={sending.state === "unknown"}
        />
      )}
    </span>
  );
}
