import type { AlgorithmChange } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { RevertButton } from "./revert-button.tsx";

interface ListProps {
  agency: string;
  /** Newest first. */
  changes: readonly AlgorithmChange[];
  clock: Clock;
  mayManage: boolean;
}

const words = { scheduled: "To come", active: "Holds now", past: "Before" } as const;

/** Which version scored from when, and what is to come; the last change can be taken back. */
export function ChangeList({ agency, changes, clock, mayManage }: ListProps) {
  return (
    <section aria-labelledby="changes" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="changes">Which version scores from when</h2>
      <p className="mt-1 text-soft text-sm">
        Days begin at midnight in {clock.zone}. What was scored stays as it was: going back is a change from now on.
      </p>
      <ul className="mt-3 divide-y divide-line">
        {changes.map((change, i) => {
          const before = changes.slice(i + 1).find(({ algorithmId }) => algorithmId !== change.algorithmId);
          return (
            <li key={change.from} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
              <div>
                <p className="font-medium">
                  {change.title} <span className="font-normal text-soft text-sm">· {words[change.state]}</span>
                </p>
                <p className="text-soft text-sm">
                  From {instantLabel(change.from, clock)} on
                  {change.by !== null && `, decided by ${change.by} ${instantLabel(change.at, clock)}`}
                </p>
              </div>
              {mayManage && change.state === "scheduled" && (
                <RevertButton agency={agency} from={change.from} label={`Withdraw ${change.title}`} />
              )}
              {mayManage && change.state === "active" && before !== undefined && (
                <RevertButton agency={agency} from={change.from} label={`Go back to ${before.title}`} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
