import type { ClientReceipt } from "@headroom/api";
import {
  type Clock,
  changeBetween,
  instantLabel,
  linkAdviceWords,
  points,
  type ReceiptSpan,
  receiptSummary,
  receiptTree,
  waterfall,
} from "@headroom/insights";
import type { Score } from "@headroom/scoring";
import { ReceiptList } from "./receipt-list.tsx";
import { SpanChoice } from "./span-choice.tsx";
import { WaterfallTable } from "./waterfall-table.tsx";

interface WhySectionProps {
  told: ClientReceipt;
  span: ReceiptSpan;
  score: Score;
  /** Channels that were not heard from at the end of the span. */
  held: readonly { channelTitle: string; from: number; reason: string }[];
  algorithmTitle: (id: string) => string;
  clock: Clock;
}

/** Why the score moved between two instants: in one picture, then as a ledger that opens down to the posts. */
export function WhySection({ told, span, score, held, algorithmTitle, clock }: WhySectionProps) {
  const { receipt, channels, posts } = told;
  const { before, after } = receipt;
  const chart = waterfall(receiptSummary(receipt, { channels, algorithmTitle }));
  const advice = linkAdviceWords(score, channels);
  return (
    <section aria-labelledby="why" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="why">Why it moved</h2>
      <SpanChoice span={span} zone={clock.zone} />
      <p className="mt-3 text-sm">
        From {points(before)} to {points(after)} {span.words}:{" "}
        <span className="number font-medium">{changeBetween(before, after)}</span>
      </p>
      {chart.steps.length === 0 ? (
        <p className="mt-2 text-soft text-sm">Nothing came in, and time took nothing.</p>
      ) : (
        <WaterfallTable chart={chart} caption={`The score from ${points(before)} to ${points(after)}, step by step`} />
      )}
      {held.map(({ channelTitle, from, reason }) => (
        <p key={`${channelTitle} ${from}`} className="mt-2 text-sm text-warn">
          {channelTitle} has not been heard from since {instantLabel(from, clock)} ({reason}); its points stand still.
        </p>
      ))}
      <ReceiptList tree={receiptTree({ receipt, channels, posts })} />
      {advice.length > 0 && (
        <div className="mt-4 text-sm">
          <h3>Links</h3>
          <ul className="mt-1 text-soft">
            {advice.map(({ channelId, text }) => (
              <li key={channelId}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
