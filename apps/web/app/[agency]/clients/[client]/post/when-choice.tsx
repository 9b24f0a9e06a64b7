import { useId } from "react";
import { inputLook } from "../../../../../components/field.tsx";

interface WhenProps {
  zone: string;
  earliest: string;
  /** Null for now. */
  at: string | null;
  onChange: (at: string | null) => void;
}

/** Now, or at a time as the client's clocks show it. */
export function WhenChoice({ zone, earliest, at, onChange }: WhenProps) {
  const id = useId();
  return (
    <fieldset>
      <legend className="font-medium text-sm">When</legend>
      <div className="mt-1 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name={id} className="size-4" checked={at === null} onChange={() => onChange(null)} />
          Now
        </label>
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name={id} className="size-4" checked={at !== null} onChange={() => onChange(earliest)} />
          At a time
        </label>
        {at !== null && (
          <label className="flex items-center gap-2">
            <span className="sr-only">Time ({zone})</span>
            <input
              type="datetime-local"
              required
              className={inputLook}
              min={earliest}
              value={at}
              onChange={(event) => onChange(event.target.value)}
            />
            <span className="text-soft">{zone}</span>
          </label>
        )}
      </div>
    </fieldset>
  );
}
