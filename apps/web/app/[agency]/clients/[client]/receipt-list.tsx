import { change, changeBetween, points, type ReceiptSummary } from "@headroom/insights";

const tones = { gain: "text-good", loss: "text-bad", step: "text-soft" } as const;

/** Why the score moved; the lines sum to the change. */
export function ReceiptList({ summary, days }: { summary: ReceiptSummary; days: number }) {
  return (
    <section aria-labelledby="why" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="why">Why it moved in {days} days</h2>
      <p className="text-soft text-sm">
        From {points(summary.before)} to {points(summary.after)}:{" "}
        <span className="number font-medium text-ink">{changeBetween(summary.before, summary.after)}</span>
      </p>
      <table className="mt-3 w-full text-sm">
        <tbody className="divide-y divide-line">
          {summary.lines.map((line) => (
            <tr key={line.label}>
              <th scope="row" className="break-words py-1.5 pr-3 text-left font-normal">
                {line.label}
              </th>
              <td className={`number py-1.5 text-right font-medium ${tones[line.kind]}`}>{change(line.points)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-ink border-t">
          <tr>
            <th scope="row" className="py-1.5 pr-3 text-left">
              Together
            </th>
            <td className="number py-1.5 text-right font-semibold">{changeBetween(summary.before, summary.after)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
