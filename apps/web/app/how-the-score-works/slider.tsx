"use client";

import { useId } from "react";
import { positionOf } from "./slider-scale.ts";

interface SliderProps {
  label: string;
  /** The values it stops at, rising. */
  scale: readonly number[];
  value: number;
  /** A value in words; screen readers hear it instead of the position. */
  text: (value: number) => string;
  onChange: (value: number) => void;
}

export function Slider({ label, scale, value, text, onChange }: SliderProps) {
  const id = useId();
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span aria-hidden="true" className="number">
          {text(value)}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={scale.length - 1}
        step={1}
        value={positionOf(scale, value)}
        aria-valuetext={text(value)}
        onChange={({ target }) => onChange(scale[Number(target.value)] ?? value)}
        className="mt-1 block h-6 w-full cursor-pointer accent-accent"
      />
    </div>
  );
}
