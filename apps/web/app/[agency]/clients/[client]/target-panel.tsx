import type { ClientDetail, TargetEntry } from "@headroom/api";
import { type Clock, instantLabel, percent, points } from "@headroom/insights";
import { TargetForm } from "./target-form.tsx";

/** The required level now and before. */
export function TargetPanel({ agency, detail, clock }: { agency: string; detail: ClientDetail; clock: Clock }) {
  const { target } = detail;
  return (
    <section aria-labelledby="target" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="target">Target</h2>
      <p className="mt-1">
        {target === null
          ? "No level is required."
          : `At least ${points(target.value)} for ${percent(target.share)} of each ${target.window}`}
        {target?.isDefault && <span className="text-soft"> (the agency’s default)</span>}
      </p>
      {detail.mayManage && (
        <TargetForm
          agency={agency}
          clientId={detail.row.id}
          level={target?.value ?? null}
          hasOwn={target !== null && !target.isDefault}
        />
      )}
      {detail.targetHistory.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-sm">History</summary>
          <ul className="mt-2 divide-y divide-line text-sm">
            {detail.targetHistory.map((entry) => (
              <li key={`${entry.from} ${entry.isDefault}`} className="py-1.5">
                {entryText(entry)}{" "}
                <span className="text-soft">
                  since {instantLabel(entry.from, clock)}
                  {entry.setBy === null ? "" : `, by ${entry.setBy}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const entryText = ({ level, isDefault }: TargetEntry): string => {
  if (level === null) return "Back to the agency’s default";
  return `${points(level)}${isDefault ? " for the whole agency" : " for this client"}`;
};
