import type { ClientDetail, TargetEntry } from "@headroom/api";
import { type Clock, instantLabel, points, shareText } from "@headroom/insights";
import { PromiseFigures } from "./promise-figures.tsx";
import { RestWindows } from "./rest-windows.tsx";
import { TargetForm } from "./target-form.tsx";

/** The required level as a promise: how it stands, what rest was agreed, and what was required before. */
export function TargetPanel({ agency, detail, clock }: { agency: string; detail: ClientDetail; clock: Clock }) {
  const { target, row } = detail;
  return (
    <section aria-labelledby="target" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="target">Target and promise</h2>
      <p className="mt-1">
        {target === null ? "No level is required." : promised(target)}
        {target?.isDefault && <span className="text-soft"> (the agency’s default)</span>}
      </p>
      {row.promise !== null && <PromiseFigures promise={row.promise} clock={clock} />}
      {(detail.mayManage || detail.restWindows.length > 0) && (
        <RestWindows
          agency={agency}
          clientId={row.id}
          windows={detail.restWindows}
          clock={{ zone: row.timeZone, now: clock.now }}
          mayManage={detail.mayManage}
        />
      )}
      {detail.mayManage && (
        <TargetForm
          agency={agency}
          clientId={row.id}
          current={target ?? { value: null, share: 0.95, window: "week" }}
          hasOwn={target !== null && !target.isDefault}
        />
      )}
      {detail.targetHistory.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-sm">What was required before</summary>
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

const promised = ({ value, share, window }: { value: number; share: number; window: "week" | "month" }): string =>
  `At least ${points(value)} for ${shareText(share)} of each ${window}`;

const entryText = ({ level, share, window, isDefault }: TargetEntry): string => {
  if (level === null) return "Back to the agency’s default";
  return `${promised({ value: level, share, window })}${isDefault ? " for the whole agency" : ""}`;
};
