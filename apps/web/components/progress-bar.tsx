interface BarProps {
  label: string;
  /** Both absent while it is not known how much there is. */
  value?: number;
  max?: number;
}

/** How far long work is; beside it stands always a sentence with the counts. */
export function ProgressBar({ label, value, max }: BarProps) {
  const isKnown = value !== undefined && max !== undefined && max > 0;
  return (
    <progress
      aria-label={label}
      {...(isKnown ? { value: Math.min(value, max), max } : {})}
      className={`h-2 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-value]:bg-accent ${isKnown ? "[&::-webkit-progress-bar]:bg-raised" : "animate-pulse [&::-webkit-progress-bar]:bg-line"}`}
    />
  );
}
