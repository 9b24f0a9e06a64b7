import { sparkline } from "@headroom/insights";

const width = 120;
const height = 28;

/** The last two weeks as a line, drawn on the server; the target runs across it. */
export function Spark({
  points,
  target,
  now,
}: {
  points: { at: number; score: number }[];
  target: number | null;
  now: number;
}) {
  const model = sparkline({ points, target, from: now - 14 * 86_400_000, to: now, width, height });
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Last 14 days: ${model.label}`}
    >
      {model.targetY !== null && (
        <line
          x1="0"
          x2={width}
          y1={model.targetY}
          y2={model.targetY}
          stroke="var(--soft)"
          strokeWidth="1"
          strokeDasharray="3 3"
        />
      )}
      {model.lines.map((line) => (
        <polyline
          key={line}
          points={line}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
