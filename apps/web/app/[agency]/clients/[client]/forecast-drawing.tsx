"use client";

import { dayLabel, type ForecastChart, type ForecastChartPoint, points } from "@headroom/insights";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

const height = 260;

/** Draws the model: nothing is decided here. */
export function ForecastDrawing({ chart, zone }: { chart: ForecastChart; zone: string }) {
  const day = (at: number) => dayLabel(at, { zone, now: chart.now });
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={chart.line} margin={{ top: 18, right: 12, bottom: 0, left: -18 }} accessibilityLayer={false}>
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
        <Tooltip content={<PointNote hasPlan={chart.hasPlan} />} />
        <Area dataKey="band" stroke="none" fill="var(--accent)" fillOpacity={0.18} isAnimationActive={false} />
        {chart.target !== null && (
          <ReferenceLine
            y={chart.target}
            stroke="var(--soft)"
            strokeDasharray="4 4"
            label={{ value: "target", position: "insideBottomLeft", fontSize: 11, fill: "var(--soft)" }}
          />
        )}
        <ReferenceLine
          x={chart.now}
          stroke="var(--ink)"
          strokeDasharray="2 3"
          label={{ value: "today", position: "top", fontSize: 11, fill: "var(--soft)" }}
        />
        <Line dataKey="score" stroke="var(--soft)" strokeWidth={2} dot={false} isAnimationActive={false} />
        {chart.hasPlan && (
          <Line
            dataKey="without"
            stroke="var(--ink)"
            strokeWidth={1.5}
            strokeDasharray="5 4"
            dot={false}
            isAnimationActive={false}
          />
        )}
        <Line dataKey="median" stroke="var(--accent)" strokeWidth={2} dot={false} isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface NoteProps {
  hasPlan: boolean;
  active?: boolean;
  payload?: readonly { payload?: ForecastChartPoint }[];
}

function PointNote({ active, payload, hasPlan }: NoteProps) {
  const point = payload?.[0]?.payload;
  const value = point?.score ?? point?.median;
  if (!active || point === undefined || value === undefined || value === null) return null;
  return (
    <div className="rounded-md border border-line bg-paper px-2.5 py-1.5 text-sm shadow">
      <p className="text-soft">{point.label}</p>
      <p className="number font-semibold">{points(value)}</p>
      {point.score === null && point.band !== null && (
        <p className="number text-soft">
          {points(point.band[0])} to {points(point.band[1])}
        </p>
      )}
      {point.score === null && hasPlan && point.without !== null && (
        <p className="number text-soft">without the plan {points(point.without)}</p>
      )}
    </div>
  );
}
