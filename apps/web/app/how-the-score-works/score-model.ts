import { type Algorithm, type ComponentId, scoreAt } from "@headroom/scoring";
import { type Habits, silentMsOf, stateOf } from "./habits.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Days of silence that the falling line shows. */
export const lineDays = 14;

/** One sample every six hours. */
const stepMs = 6 * hourMs;

export interface Part {
  id: ComponentId;
  title: string;
  /** Share of the score's 99 points that it can make. */
  weight: number;
  /** How much of that it makes, 0 to 1. */
  fill: number;
  points: number;
  /** To one decimal, so that the printed parts add up to the printed score. */
  printed: number;
}

export interface ScoreModel {
  value: number;
  /** `value` to one decimal. */
  printed: number;
  /** They and the 1 that everybody starts with sum to `value`. */
  parts: Part[];
}

/** The score of these habits after so many hours without a post, and what it is made of. */
export const scoreModel = (algorithm: Algorithm, habits: Habits, silentHours: number): ScoreModel => {
  const { value, components } = scoreAt(algorithm, stateOf(algorithm, habits, silentMsOf(silentHours)), 0);
  const printed = Math.round(value * 10) / 10;
  const tenths = roundedTo(
    Math.round(printed * 10) - 10,
    components.map(({ points }) => points * 10),
  );
  const parts = components.map(({ id, title, weight, phi, points }, n) => ({
    id,
    title,
    weight,
    fill: phi,
    points,
    printed: (tenths[n] ?? 0) / 10,
  }));
  return { value, printed, parts };
};

/** Whole numbers near `values` that sum to `total`: what is left over goes where the most was cut off. */
const roundedTo = (total: number, values: readonly number[]): number[] => {
  const floors = values.map(Math.floor);
  const left = total - floors.reduce((sum, value) => sum + value, 0);
  const byRest = values.map((value, n) => ({ n, rest: value - Math.floor(value) })).toSorted((a, b) => b.rest - a.rest);
  const raised = new Set(byRest.slice(0, Math.max(0, left)).map(({ n }) => n));
  return floors.map((value, n) => (raised.has(n) ? value + 1 : value));
};

export interface FallPoint {
  /** Days since the last post. */
  day: number;
  value: number;
}

/** The score over the next days if nothing happens at all: no post, no reaction. */
export const fallModel = (algorithm: Algorithm, habits: Habits): FallPoint[] => {
  const state = stateOf(algorithm, habits, 0);
  const points: FallPoint[] = [];
  for (let at = 0; at <= lineDays * dayMs; at += stepMs) {
    points.push({ day: at / dayMs, value: scoreAt(algorithm, state, at).value });
  }
  return points;
};
