import { points } from "@headroom/insights";
import { type FallPoint, lineDays } from "./score-model.ts";

const frame = { left: 30, right: 72, top: 12, bottom: 30 };

/** Drawn once for each kind of screen, so that its words keep their size, px. */
const wide = { width: 640, height: 220, days: [0, 1, 2, 4, 7, 10, lineDays] };
const narrow = { width: 288, height: 190, days: [0, 7, lineDays] };

interface ChartProps {
  steady: FallPoint[];
  classic: FallPoint[];
  silentHours: number;
}

/** Both algorithms after the last post, if nothing happens at all; the dots stand where the slider does. */
export function FallChart(lines: ChartProps) {
  const label = `If nothing happens for ${lineDays} days, Steady 1 goes ${fallWords(lines.steady)}, Classic 1 ${fallWords(lines.classic)}.`;
  return (
    <figure className="rounded-lg border border-line bg-paper p-4">
      <figcaption className="mb-2">
        <h3 className="font-semibold">How fast it falls</h3>
        <p className="text-sm">{label}</p>
      </figcaption>
      <div className="hidden sm:block">
        <Drawing {...lines} {...wide} label={label} />
      </div>
      <div className="sm:hidden">
        <Drawing {...lines} {...narrow} label={label} />
      </div>
      <p className="mt-2 text-soft text-sm">
        Nothing at all: no post, no like, no comment. In life reactions to old posts trickle in, and it falls slower.
      </p>
    </figure>
  );
}

interface DrawingProps extends ChartProps {
  width: number;
  height: number;
  /** The days that are named below. */
  days: number[];
  label: string;
}

function Drawing({ steady, classic, silentHours, width, height, days, label }: DrawingProps) {
  const values = [...steady, ...classic].map(({ value }) => value);
  const low = Math.max(0, Math.floor(Math.min(...values) / 5) * 5 - 5);
  const high = Math.min(100, Math.ceil(Math.max(...values) / 5) * 5 + 5);
  const x = (day: number) => frame.left + (day / lineDays) * (width - frame.left - frame.right);
  const y = (value: number) => frame.top + ((high - value) / (high - low)) * (height - frame.top - frame.bottom);
  const day = silentHours / 24;
  const labels = apart({ steady: y(steady.at(-1)?.value ?? 0), classic: y(classic.at(-1)?.value ?? 0) });
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="h-auto w-full">
      {scoreTicks(low, high).map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={width - frame.right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={frame.left - 6} y={y(tick) + 4} textAnchor="end" fontSize="12" fill="var(--soft)">
            {tick}
          </text>
        </g>
      ))}
      {days.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 10} textAnchor="middle" fontSize="12" fill="var(--soft)">
          {tick === 0 ? "last post" : tick === lineDays ? `${tick} days` : tick}
        </text>
      ))}
      <line
        x1={x(day)}
        x2={x(day)}
        y1={frame.top}
        y2={height - frame.bottom}
        stroke="var(--soft)"
        strokeDasharray="2 3"
      />
      <Line points={steady} x={x} y={y} day={day} title="Steady 1" labelY={labels.steady} />
      <Line points={classic} x={x} y={y} day={day} title="Classic 1" labelY={labels.classic} isDashed />
    </svg>
  );
}

const scoreTicks = (low: number, high: number): number[] => {
  const step = high - low > 40 ? 20 : 10;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, n) => first + n * step);
};

interface LineProps {
  points: FallPoint[];
  x: (day: number) => number;
  y: (value: number) => number;
  /** Where the dot stands. */
  day: number;
  title: string;
  labelY: number;
  isDashed?: boolean;
}

function Line({ points: line, x, y, day, title, labelY, isDashed = false }: LineProps) {
  const color = isDashed ? "var(--warn)" : "var(--accent)";
  const at = line.findLast((point) => point.day <= day + 1e-9) ?? line[0];
  const next = line.find((point) => point.day > day);
  const value = between(at, next, day);
  return (
    <g>
      <polyline
        points={line.map((point) => `${x(point.day).toFixed(1)},${y(point.value).toFixed(1)}`).join(" ")}
        fill="none"
        stroke={color}
        strokeWidth="2.5"
        strokeLinejoin="round"
        strokeDasharray={isDashed ? "7 4" : undefined}
      />
      <circle cx={x(day)} cy={y(value)} r="5" fill="var(--paper)" stroke={color} strokeWidth="2.5" />
      <text x={x(lineDays) + 8} y={labelY + 4} fontSize="13" fontWeight="600" fill={color}>
        {title}
      </text>
    </g>
  );
}

const between = (a: FallPoint | undefined, b: FallPoint | undefined, day: number): number => {
  if (a === undefined) return 0;
  if (b === undefined || b.day === a.day) return a.value;
  return a.value + ((b.value - a.value) * (day - a.day)) / (b.day - a.day);
};

/** Names at the ends of lines that nearly meet are moved apart, px. */
const labelGap = 16;

const apart = ({ steady, classic }: { steady: number; classic: number }): { steady: number; classic: number } => {
  const gap = Math.abs(steady - classic);
  if (gap >= labelGap) return { steady, classic };
  const push = (labelGap - gap) / 2;
  return steady <= classic
    ? { steady: steady - push, classic: classic + push }
    : { steady: steady + push, classic: classic - push };
};

const fallWords = (line: readonly FallPoint[]): string =>
  `from ${points(line[0]?.value ?? 0)} to ${points(line.at(-1)?.value ?? 0)}`;
