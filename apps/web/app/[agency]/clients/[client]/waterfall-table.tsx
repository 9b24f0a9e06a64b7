import { change, changeBetween, points, type Waterfall, type WaterfallStep } from "@headroom/insights";

const looks = {
  gain: { bar: "bg-good", text: "text-good" },
  loss: { bar: "bg-bad", text: "text-bad" },
  step: { bar: "bg-mute", text: "text-soft" },
} as const;

const percentOf = (share: number): string => `${(100 * share).toFixed(2)}%`;

/** A waterfall that is a table: each row's bar goes from where the score stood to where that row took it. */
export function WaterfallTable({ chart, caption }: { chart: Waterfall; caption: string }) {
  return (
    <table className="mt-3 w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        <Level label="Before" value={chart.before} />
        {chart.steps.map((step) => (
          <tr key={step.label} className="border-line border-t">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              <span className="[overflow-wrap:anywhere]">{step.label}</span>
              <Bar step={step} />
            </th>
            <td className={`number py-1.5 text-right align-top font-medium ${looks[step.kind].text}`}>
              {change(step.points)}
            </td>
          </tr>
        ))}
        <Level label="After" value={chart.after} />
      </tbody>
      <tfoot>
        <tr className="border-line border-t">
          <th scope="row" className="py-1.5 pr-3 text-left">
            Together
          </th>
          <td className="number py-1.5 text-right font-semibold">{changeBetween(chart.before, chart.after)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Level({ label, value }: { label: string; value: number }) {
  return (
    <tr className="border-line border-t first:border-t-0">
      <th scope="row" className="py-1.5 pr-3 text-left font-medium">
        {label}
      </th>
      <td className="number py-1.5 text-right font-medium">{points(value)}</td>
    </tr>
  );
}

function Bar({ step }: { step: WaterfallStep }) {
  const left = Math.min(step.start, step.end);
  const width = Math.abs(step.end - step.start);
  return (
    <span aria-hidden="true" className="mt-1 block h-2 rounded-full bg-raised">
      <span
        className={`block h-full min-w-0.5 rounded-full ${looks[step.kind].bar}`}
        style={{ marginLeft: percentOf(left), width: percentOf(width) }}
      />
    </span>
  );
}
