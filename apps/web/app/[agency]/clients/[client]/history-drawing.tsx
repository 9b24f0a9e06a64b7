"use client";

import { dayLabel, points, type ScoreChart } from "@headroom/insights";
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

const height = 260;

/** Draws the model: nothing is decided here. */
export function HistoryDrawing({ chart, zone }: { chart: ScoreChart; zone: string }) {
  const day = (at: number) => dayLabel(at, { zone, now: chart.to });
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={chart.line} margin={{ top: 18, right: 12, bottom: 0, left: -18 }} title={chart.summary}>
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--mute)" strokeWidth="2" opacity="0.55" />
          </pattern>
        </defs>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[chart.from, chart.to]}
          tickFormatter={day}
          minTickGap={48}
          stroke="var(--soft)"
          fontSize={12}
        />
        <YAxis domain={[chart.low, chart.high]} allowDecimals={false} stroke="var(--soft)" fontSize={12} />
        <Tooltip content={<PointNote />} />
        {chart.rest.map((rest) => (
          <ReferenceArea
            key={`rest ${rest.from}`}
            x1={rest.from}
            x2={rest.to}
            fill="var(--mute)"
            fillOpacity={0.16}
            stroke="var(--mute)"
            strokeDasharray="1 3"
            ifOverflow="hidden"
            label={{ value: "rest", position: "insideTop", fontSize: 11, fill: "var(--soft)" }}
          />
        ))}
        {chart.holds.map((hold) => (
          <ReferenceArea
            key={`${hold.from} ${hold.label}`}
            x1={hold.from}
            x2={hold.to}
            fill="url(#hatch)"
            fillOpacity={1}
            ifOverflow="hidden"
          />
        ))}
        {chart.marks.map((mark) => (
          <ReferenceLine
            key={mark.at}
            x={mark.at}
            stroke="var(--ink)"
            strokeDasharray="2 3"
            label={{
              value: mark.title,
              // At the right edge a name above the line would be cut off.
              position: mark.at > chart.to - (chart.to - chart.from) / 10 ? "insideTopRight" : "top",
              fontSize: 11,
              fill: "var(--soft)",
            }}
          />
        ))}
        <Line
          dataKey="target"
          type="stepAfter"
          stroke="var(--soft)"
          strokeDasharray="4 4"
          dot={false}
          isAnimationActive={false}
          name="Target"
        />
        <Line
          dataKey="beside"
          type="linear"
          stroke="var(--mute)"
          strokeWidth={1}
          dot={false}
          isAnimationActive={false}
          connectNulls={false}
          name={chart.besideTitles.join(", ")}
        />
        <Line
          dataKey="score"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
          connectNulls={false}
          name="Score"
        />
        {chart.crossings.map((crossing) => (
          <ReferenceDot
            key={crossing.at}
            x={crossing.at}
            y={crossing.score}
            r={4}
            fill={crossing.direction === "below" ? "var(--bad)" : "var(--paper)"}
            stroke={crossing.direction === "below" ? "var(--bad)" : "var(--good)"}
            strokeWidth={2}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface NoteProps {
  active?: boolean;
  payload?: readonly { payload?: ScoreChart["line"][number] }[];
}

function PointNote({ active, payload }: NoteProps) {
  const point = payload?.[0]?.payload;
  if (!active || point === undefined || point.score === null) return null;
  return (
    <div className="rounded-md border border-line bg-paper px-2.5 py-1.5 text-sm shadow">
      <p className="text-soft">{point.label}</p>
      <p className="number font-semibold">{points(point.score)}</p>
      {point.beside !== null && <p className="number text-soft">by the version before {points(point.beside)}</p>}
      {point.target !== null && <p className="number text-soft">target {points(point.target)}</p>}
    </div>
  );
}
