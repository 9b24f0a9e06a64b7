import { burnLook, type Clock, instantLabel, type PromiseStanding, promiseWords } from "@headroom/insights";
import { Badge } from "../../../../components/badge.tsx";

/** How the week's or month's promise stands, in words and four figures. */
export function PromiseFigures({ promise, clock }: { promise: PromiseStanding; clock: Clock }) {
  const words = promiseWords(promise, clock);
  const isLate = promise.countedFrom > promise.window.from;
  return (
    <div className="mt-3">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge look={burnLook[promise.burn]} />
        <span>{words.outlook}</span>
      </p>
      <dl className="mt-3 grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        <Figure label="At or above target" value={words.attained} />
        {words.withRest !== null && <Figure label="With agreed rest counted" value={words.withRest} />}
        <Figure label="Error budget" value={words.budget} note="time the score may be below" />
        <Figure label="Burn rate" value={words.burnRate ?? "nothing burns"} />
      </dl>
      {isLate && (
        <p className="mt-2 text-soft text-sm">
          Counted from {instantLabel(promise.countedFrom, clock)}: before, there was no score or no target.
        </p>
      )}
    </div>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-soft text-sm">{label}</dt>
      <dd className="number mt-0.5 font-semibold">{value}</dd>
      {note && <dd className="text-soft text-xs">{note}</dd>}
    </div>
  );
}
