import { points } from "@headroom/insights";
import type { Part, ScoreModel } from "./score-model.ts";

/** The largest weight of both algorithms: the longest track. */
const longest = 0.26;

/** A score and its parts as bars: a track is as long as the part can get, its filled end what it makes. */
export function ScoreCard({ title, remark, model }: { title: string; remark: string; model: ScoreModel }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-paper p-4">
      <header className="flex items-baseline justify-between gap-3">
        <div>
          <h3 className="font-semibold">{title}</h3>
          <p className="text-soft text-sm">{remark}</p>
        </div>
        <output aria-label={`Score by ${title}`} className="number font-semibold text-4xl tracking-tight">
          {points(model.printed)}
        </output>
      </header>
      <ul className="mt-4 flex flex-col gap-2.5 text-sm">
        {model.parts.map((part) => (
          <PartBar key={part.id} part={part} />
        ))}
      </ul>
      <dl className="number mt-3 border-line border-t pt-2 text-sm">
        <div className="flex justify-between">
          <dt className="text-soft">Where everybody starts</dt>
          <dd>1.0</dd>
        </div>
        <div className="mt-1 flex justify-between font-semibold">
          <dt>Together</dt>
          <dd>{points(model.printed)}</dd>
        </div>
      </dl>
      <details className="mt-3 text-sm">
        <summary className="cursor-pointer text-accent">Recompute it</summary>
        <ul className="number mt-2 flex flex-col gap-1">
          {model.parts.map((part) => (
            <li key={part.id} className="flex flex-wrap justify-between gap-x-3">
              <span className="text-soft">{part.title}</span>
              <span>
                99 × {part.weight} × {part.fill.toFixed(3)} = {(99 * part.weight * part.fill).toFixed(2)}
              </span>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-soft">The last factor is how far the part is filled: the rules below say how.</p>
      </details>
    </section>
  );
}

/** To one decimal: server and browser print longer ones differently. */
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

function PartBar({ part }: { part: Part }) {
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        <span>{part.title}</span>
        <span className="number">
          <span className="sr-only">
            {points(part.printed)} of {points(part.weight * 99)} points
          </span>
          <span aria-hidden="true">
            <span className="font-medium">{points(part.printed)}</span>{" "}
            <span className="text-soft text-xs">of {points(part.weight * 99)}</span>
          </span>
        </span>
      </div>
      <div
        aria-hidden="true"
        className="mt-1 h-2.5 overflow-hidden rounded-full bg-raised"
        style={{ width: percent(part.weight / longest) }}
      >
        <div className="h-full rounded-full bg-accent" style={{ width: percent(part.fill) }} />
      </div>
    </li>
  );
}
