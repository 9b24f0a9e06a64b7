"use client";

import type { ScoreChart } from "@headroom/insights";
import dynamic from "next/dynamic";

/** Recharts is large and draws nothing on the server: it comes when the page is there. */
const Drawing = dynamic(() => import("./history-drawing.tsx").then(({ HistoryDrawing }) => HistoryDrawing), {
  ssr: false,
  loading: () => <div className="h-64 animate-pulse rounded-md bg-raised" />,
});

export function HistoryChart({ chart, zone }: { chart: ScoreChart; zone: string }) {
  return (
    <figure className="mt-3">
      <Drawing chart={chart} zone={zone} />
      <figcaption className="mt-2 text-soft text-sm">
        {chart.summary} Times in {zone}.{chart.holds.length > 0 && " Hatched: a channel was not heard from."}
        {chart.rest.map(({ label }) => ` ${label}.`)}
        {chart.marks.length > 0 && ` ${chart.marks.map(({ label }) => label).join(". ")}.`}
        {chart.besideTitles.length > 0 &&
          ` Thin line: what ${chart.besideTitles.join(", then ")} would say, for 14 days after the change.`}
      </figcaption>
    </figure>
  );
}
