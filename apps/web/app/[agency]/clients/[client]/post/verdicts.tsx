import type { DraftVerdict, PublishableChannel } from "@headroom/api";

interface VerdictsProps {
  channels: PublishableChannel[];
  verdicts: DraftVerdict[];
  pieces: number;
  /** Nothing was written yet: its price and its room are shown, not what it lacks. */
  isBlank: boolean;
}

/** How much of each network's room the post takes, what it costs, and what stands against it. */
export function Verdicts({ channels, verdicts, pieces, isBlank }: VerdictsProps) {
  if (channels.length === 0) return null;
  return (
    <ul aria-label="What each network says" aria-live="polite" className="flex flex-col gap-2 text-sm">
      {channels.map(({ id, title, networkTitle, rules }) => {
        const verdict = verdicts.find(({ channelId }) => channelId === id);
        return (
          <li key={id} className="rounded-md bg-raised px-3 py-2">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 break-words font-medium">
                {title} <span className="font-normal text-soft">on {networkTitle}</span>
              </span>
              <span className="number text-soft">
                {verdict?.lengths.map(({ used, most }) => `${number(used)} of ${number(most)}`).join(" · ")}
                {verdict?.cost != null && ` · $${verdict.cost.toFixed(verdict.cost < 1 ? 3 : 2)}`}
              </span>
            </p>
            {(isBlank ? [] : (verdict?.problems ?? [])).map(({ position, message }) => (
              <p key={`${position} ${message}`} className="text-bad">
                {pieces > 1 && position !== null && `Piece ${position + 1}: `}
                {message}
              </p>
            ))}
            {rules?.note !== undefined && <p className="text-soft">{rules.note}</p>}
          </li>
        );
      })}
    </ul>
  );
}

const number = (value: number): string => value.toLocaleString("en");
