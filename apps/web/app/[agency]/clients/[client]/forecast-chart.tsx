"use client";

import type { ForecastChart as Chart } from "@headroom/insights";
import dynamic from "next/dynamic";

/** Recharts is large and draws nothing on the server: it comes when the page is there. */
const Drawing = dynamic(() => import("./forecast-drawing.tsx").then(({ ForecastDrawing }) => ForecastDrawing), {
  ssr: false,
  loading: () => <div className="h-64 animate-pulse rounded-md bg-raised" />,
});

export function ForecastChart({ chart, zone }: { chart: Chart; zone: string }) {
  return (
    <figure className="mt-2">
      <figcaption>
        <p>{chart.summary}</p>
        <p className="text-soft text-sm">
          Band: 10–90 % of what may happen.
          {chart.hasPlan ? " Solid: with the plan. Dashed: without it." : " Nothing is planned in these days."} Times in{" "}
          {zone}.
        </p>
      </figcaption>
      <div aria-hidden="true" className="mt-2">
        <Drawing chart={chart} zone={zone} />
      </div>
      <div className="sr-only">
        <table>
          <caption>Expected score, day by day</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Expected</th>
              <th scope="col">10–90 %</th>
              {chart.hasPlan && <th scope="col">Without the plan</th>}
            </tr>
          </thead>
          <tbody>
            {chart.rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>{row.median}</td>
                <td>{row.range}</td>
                {chart.hasPlan && <td>{row.without}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
